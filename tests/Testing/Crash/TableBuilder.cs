using System.Diagnostics;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Generations;

namespace SpotifyPlatform.Testing.Crash;

/// <summary>Builds and publishes a table of three units, and kills itself at one of the crash points it passes.</summary>
internal static class TableBuilder
{
    /// <param name="step">Which of the points, from 1; those of a part that is there already are not passed again.</param>
    public static async Task RunAsync(string root, int step)
    {
        var passed = 0;
        var artifacts = new FolderArtifactStore(Path.Combine(root, "store"), null, TimeProvider.System, _ =>
        {
            if (++passed != step)
                return;
            Process.GetCurrentProcess().Kill();
            // The signal ends this thread before anything more is written.
            new ManualResetEventSlim().Wait();
        });
        var store = new TableStore(artifacts, artifacts, Path.Combine(root, "scratch"), new TableOptions(32 << 10, 2, 8 << 10), TimeProvider.System);
        var plan = new TablePlan { Table = "rows", KeyBytes = 4, PageBytes = 512, MappingVersion = 1, Units = 3, Rules = [], Inputs = new() { ["file"] = "1" } };
        foreach (var unit in await store.ListMissingUnitsAsync(plan, CancellationToken.None))
            await WriteAsync(store, plan, unit);
        var manifest = (await store.CompleteAsync(plan, null, CancellationToken.None))!;
        await store.PublishAsync(manifest, new() { ["file"] = 1 }, "test", CancellationToken.None);
        using var table = await store.OpenAsync(manifest, CancellationToken.None);
        table.Verify(CancellationToken.None);
        var current = await store.FindCurrentAsync(plan.Table, CancellationToken.None);
        Console.WriteLine($"{current!.Number} {current.Id} {manifest.ContentSha256} {manifest.Rows} {manifest.Parts.Count}");
    }

    private static async Task WriteAsync(TableStore store, TablePlan plan, int unit)
    {
        using var writer = store.Write(plan, unit);
        var random = new Random(unit);
        var value = new byte[40];
        for (var i = 0; i < 1000; i++)
        {
            random.NextBytes(value);
            writer.Add([(byte)unit, .. value.AsSpan(0, 3)], value);
        }

        await writer.CompleteAsync(CancellationToken.None);
    }
}
