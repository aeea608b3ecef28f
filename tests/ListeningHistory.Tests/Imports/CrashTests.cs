using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Imports;
using SpotifyPlatform.ListeningHistory.Store.Sqlite;
using SpotifyPlatform.ListeningHistory.Tests.Support;

namespace SpotifyPlatform.ListeningHistory.Tests.Imports;

/// <summary>What a process that is killed leaves: the database and its log as they stand at that moment.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Files = 10;
    private readonly ListeningWorld world = new();
    private readonly List<string> images = [];

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Import_KilledAtAnyPoint_LeavesTheRowsBeforeIt_AndRunAgainLosesAndDoublesNothing()
    {
        await world.ImportAsync(world.Write("Streaming_History_Audio_before.json", ExportRow.Extended("2019-01-01T00:00:00Z", 1)));
        var exports = Enumerable.Range(0, Files).Select(file => world.Write(
            $"Streaming_History_Audio_{file}.json",
            [.. Enumerable.Range(0, 300).Select(i => ExportRow.Extended($"2024-{file + 1:D2}-15T{i % 24:D2}:{i % 60:D2}:00Z", i, song: i % 7))])).ToList();
        await world.Imports.ImportAsync(world.Account, exports, ImportMode.Add, new CopyStore(this), CancellationToken.None);
        var expected = world.Rows().Select(row => row.PlayId).ToHashSet();
        Assert.Equal(2 * Files, images.Count); // after the rows of each file, and after its end
        foreach (var (image, number) in images.Select((image, number) => (image, number)))
        {
            using var stores = new SqliteListeningStores(Options.Create(new ListeningHistoryOptions { DataFolder = image }), world.Time);
            Assert.Equal(2019, Assert.Single(stores.Open(world.Account).ReadRows(CancellationToken.None)).TsUtc.Year);
            if (number % 5 != 0)
                continue;
            var imports = new ListeningImports(stores, [], ExportLimits.Default, world.Time, NullLogger<ListeningImports>.Instance);
            await imports.ImportAsync(world.Account, exports, ImportMode.Add, null, CancellationToken.None);
            var rows = stores.Open(world.Account).ReadRows(CancellationToken.None).Select(row => row.PlayId).ToList();
            Assert.Equal(expected.Count, rows.Count);
            Assert.True(expected.SetEquals(rows));
        }
    }

    private sealed class CopyStore(CrashTests test) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            var image = Path.Combine(test.world.InputFolder, $"image-{test.images.Count}");
            Directory.CreateDirectory(Path.Combine(image, "me"));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(test.world.DataFolder, "me")).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            {
                using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var target = File.Create(Path.Combine(image, "me", Path.GetFileName(file)));
                source.CopyTo(target);
            }

            test.images.Add(image);
        }
    }
}
