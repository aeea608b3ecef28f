using System.Globalization;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Sqlite.Stores;
using SpotifyPlatform.TableSql;
using SpotifyPlatform.TableSql.Export;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Benchmarks.TableSql;

/// <summary>
/// <c>export [--rows 5000000] [--rounds 5] [--memory BYTES] [--work FOLDER]</c>: audio features from the table files to Parquet, beside DuckDB that
/// exports the same rows from a table of its own; then aggregates over the table files, beside DuckDB over that Parquet. In turns, medians of the
/// rounds; every answer is compared.
/// </summary>
internal static class ExportBench
{
    private const string Table = "audio_features";

    private const long TableMemory = 256 << 20;

    /// <summary>Each over one column or several, with groups, a filter, texts, and a state that grows.</summary>
    private static readonly string[] Aggregates =
    [
        "SELECT count(*) FROM {0}",
        "SELECT round(avg(energy), 9), min(tempo), max(tempo) FROM {0}",
        "SELECT key, mode, count(*), round(avg(energy), 9), round(avg(valence), 9) FROM {0} GROUP BY key, mode ORDER BY key, mode",
        "SELECT count(*), round(avg(danceability), 9) FROM {0} WHERE tempo BETWEEN 118 AND 122 AND energy > 0.5",
        "SELECT round(corr(energy, loudness), 6), round(stddev_pop(valence), 6) FROM {0}",
        "SELECT substr(id, 1, 1) AS first, count(*), max(duration_ms) FROM {0} GROUP BY first ORDER BY first",
        "SELECT floor(tempo / 5) AS bucket, count(*), round(avg(energy), 9) FROM {0} GROUP BY bucket ORDER BY bucket",
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        var rows = (int)Arguments.Number(args, "--rows", 5_000_000);
        var rounds = (int)Arguments.Number(args, "--rounds", 5);
        var work = Directory.CreateDirectory(Arguments.Text(args, "--work") ?? Path.Combine(Path.GetTempPath(), "spotify-platform-bench", "export")).FullName;
        var store = Open(Path.Combine(work, $"features-{rows}"), work);
        if (await store.FindCurrentAsync("features", CancellationToken.None) is null)
            await FeatureWorld.WriteAsync(store, rows);
        using var accesses = new SqliteAccessStore(Path.Combine(work, "access.sqlite"), TimeProvider.System, SqliteAccess.ReadOnly);
        var options = new SqlSessionOptions(Path.Combine(work, "scratch")) { MaxMemoryBytes = Arguments.Number(args, "--memory", 1L << 30) };

        var parquet = await ExportAsync(store, accesses, options, Path.Combine(work, "ours"));
        using var peer = new ExportPeer(work, options, $"{parquet.Folder}/*.parquet");
        await CompareExportsAsync(rounds, () => ExportAsync(store, accesses, options, Path.Combine(work, "ours")), peer);
        CompareQueries(rounds, new SqlSession(store, accesses, options), peer);
        return 0;
    }

    private static async Task CompareExportsAsync(int rounds, Func<Task<(double Seconds, long Rows, long Bytes, string Folder)>> exportAsync, ExportPeer peer)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var (seconds, rows, bytes, _) = await exportAsync();
            var (peerSeconds, peerRows, peerBytes) = peer.Export();
            if (rows != peerRows)
                throw new InvalidOperationException($"{rows} rows are exported here and {peerRows} by DuckDB.");
            ours.Add(seconds);
            theirs.Add(peerSeconds);
            if (round == 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows; Parquet of {bytes / 1e6:0} MB, of DuckDB {peerBytes / 1e6:0} MB"));
        }

        Report("export", ours, theirs);
    }

    private static void CompareQueries(int rounds, SqlSession session, ExportPeer peer)
    {
        using var own = session;
        var (sumOurs, sumTheirs) = (new double[rounds], new double[rounds]);
        foreach (var sql in Aggregates)
        {
            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var round = -1; round < rounds; round++)
            {
                var (seconds, answer) = Timed(() => session.Run(string.Format(CultureInfo.InvariantCulture, sql, Table), new Dictionary<string, object>(), ExportPeer.Read, CancellationToken.None));
                var (peerSeconds, peerAnswer) = Timed(() => peer.Query(sql));
                if (answer != peerAnswer)
                    throw new InvalidOperationException($"{sql}: {answer} here, {peerAnswer} of DuckDB.");
                // The first round warms both up.
                if (round < 0)
                    continue;
                ours.Add(seconds);
                theirs.Add(peerSeconds);
                sumOurs[round] += seconds;
                sumTheirs[round] += peerSeconds;
            }

            Report(sql, ours, theirs);
        }

        Report("all aggregates", [.. sumOurs], [.. sumTheirs]);
    }

    /// <summary>Exports anew, with the session that the command has.</summary>
    private static async Task<(double Seconds, long Rows, long Bytes, string Folder)> ExportAsync(TableStore store, SqliteAccessStore accesses, SqlSessionOptions options, string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        var began = TimeProvider.System.GetTimestamp();
        using var export = new TableExport(store, accesses, options, folder);
        var (manifest, _) = await export.RunAsync(Table, ExportFormat.Parquet, CancellationToken.None);
        return (TimeProvider.System.GetElapsedTime(began).TotalSeconds, manifest.Rows, manifest.Bytes, Path.Combine(folder, Table));
    }

    private static (double Seconds, T Result) Timed<T>(Func<T> run)
    {
        var began = TimeProvider.System.GetTimestamp();
        var result = run();
        return (TimeProvider.System.GetElapsedTime(began).TotalSeconds, result);
    }

    private static TableStore Open(string folder, string work)
    {
        var artifacts = new FolderArtifactStore(folder, null, TimeProvider.System);
        return new TableStore(artifacts, artifacts, Path.Combine(work, "scratch"), TableMemory, Environment.ProcessorCount, TimeProvider.System);
    }

    private static void Report(string what, List<double> ours, List<double> theirs) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what}\n    tables {Median(ours):0.000} s, DuckDB {Median(theirs):0.000} s; DuckDB / tables {Median(theirs) / Median(ours):0.00}, tables / DuckDB {Median(ours) / Median(theirs):0.00}"));

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
