using System.Globalization;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Benchmarks.Tables;

/// <summary>
/// <c>tables [--rows 5000000] [--value 60] [--rounds 5] [--seconds 1] [--memory 268435456] [--work FOLDER]</c>: a table against a SQLite table of the same
/// rows, read by a prepared statement through the raw API and through ADO.NET, in turns; medians of the rounds.
/// </summary>
internal static class TablesBench
{
    private const int Batch = 100;

    public static async Task<int> RunAsync(string[] args)
    {
        var rows = (int)Arguments.Number(args, "--rows", 5_000_000);
        var value = (int)Arguments.Number(args, "--value", 60);
        var rounds = (int)Arguments.Number(args, "--rounds", 5);
        var seconds = Arguments.Number(args, "--seconds", 1);
        var memory = Arguments.Number(args, "--memory", 256 << 20);
        var work = Arguments.Text(args, "--work") ?? Path.Combine(Path.GetTempPath(), "spotify-platform-bench", "tables", $"{rows}-{value}");
        var data = new TableRows(rows, value);

        using var table = await BuildAsync(data, work, memory, threads: 2);
        var sqlite = new SqliteRows(Path.Combine(work, "rows.sqlite"));
        Time("SQLite, sorted, build", data, () => sqlite.Build(data));

        var contestants = new LookupContestants(table, sqlite, data, TimeSpan.FromSeconds(seconds));
        if (contestants.Mismatches(2_000) is > 0 and var wrong)
        {
            Console.WriteLine($"{wrong} of 2,000 rows differ.");
            return 1;
        }

        foreach (var (what, threads, batch) in new[] { ("uniform keys", 1, 1), ("uniform keys", 2, 1), ("absent keys", 1, 1), ($"batches of {Batch}", 1, Batch), ($"batches of {Batch}", 2, Batch) })
            Report(what, threads, contestants.Measure(what.StartsWith("absent", StringComparison.Ordinal), threads, batch, rounds));
        contestants.Scan(rounds);
        return 0;
    }

    private static async Task<Table> BuildAsync(TableRows data, string work, long memory, int threads)
    {
        var folder = Path.Combine(work, "store");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        var artifacts = new FolderArtifactStore(folder, null, TimeProvider.System);
        var store = new TableStore(artifacts, artifacts, Path.Combine(work, "scratch"), memory, threads, TimeProvider.System);
        var plan = new TablePlan { Table = "rows", KeyBytes = TableRows.KeyBytes, MappingVersion = 1, Rules = [], Inputs = new() { ["rows"] = $"{data.Count}" } };
        await store.ListMissingUnitsAsync(plan, CancellationToken.None);
        Time($"table, unsorted, {memory >> 20} MB, {threads} threads, build", data, () =>
        {
            using var writer = store.Write(plan, 0);
            var value = new byte[data.ValueBytes];
            var key = new byte[TableRows.KeyBytes];
            for (var i = 0; i < data.Count; i++)
            {
                TableRows.Fill(i, key, value);
                writer.Add(key, value);
            }

            writer.CompleteAsync(CancellationToken.None).GetAwaiter().GetResult();
        });
        var manifest = (await store.CompleteAsync(plan, null, CancellationToken.None))!;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"table: {manifest.Bytes / (double)manifest.Rows:0.0} bytes a row in {manifest.Parts.Count} parts; peak memory {ProcessMemory.PeakBytes(Environment.ProcessId) >> 20} MB"));
        return await store.OpenAsync(manifest, CancellationToken.None);
    }

    private static void Time(string what, TableRows data, Action build)
    {
        var began = TimeProvider.System.GetTimestamp();
        build();
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        var megabytes = data.Count * (double)(TableRows.KeyBytes + data.ValueBytes) / 1e6;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {seconds:0.0} s, {data.Count / seconds / 1e6:0.00} M rows/s, {megabytes / seconds:0} MB/s"));
    }

    private static void Report(string what, int threads, IReadOnlyDictionary<string, double> perSecond)
    {
        var table = perSecond["table"];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}, {threads} thread(s): {string.Join(", ", perSecond.Select(rate => $"{rate.Key} {rate.Value / 1e3:0.0} K/s"))}; table / raw {table / perSecond["sqlite raw"]:0.00}, table / ado {table / perSecond["sqlite ado"]:0.00}"));
    }
}
