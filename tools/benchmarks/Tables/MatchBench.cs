using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Xref;
using SpotifyPlatform.Xref.Matching;

namespace SpotifyPlatform.Benchmarks.Tables;

/// <summary>
/// <c>match [--tracks 3000000] [--rounds 5] [--work FOLDER]</c>: generated tracks matched to recordings by ISRC, from the tables of tracks and
/// recordings to the table of matches, and the same join in DuckDB, from Parquet files to a Parquet file; in turns, medians of the rounds.
/// </summary>
internal static class MatchBench
{
    private const long TableMemory = 256 << 20;

    public static async Task<int> RunAsync(string[] args)
    {
        var tracks = (int)Arguments.Number(args, "--tracks", 3_000_000);
        var rounds = (int)Arguments.Number(args, "--rounds", 5);
        var work = Directory.CreateDirectory(Arguments.Text(args, "--work") ?? Path.Combine(Path.GetTempPath(), "spotify-platform-bench", "match")).FullName;
        using var peer = new MatchPeer(work);
        var input = Path.Combine(work, $"input-{tracks}");
        if (!Directory.Exists(input))
            await MatchWorld.WriteAsync(Open(input, work), tracks);
        var recordings = await peer.LoadAsync(Open(input, work));

        var (ours, join, theirs) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            var (sorting, joining, matched) = await DeriveAsync(input, work);
            var (peerSeconds, peerMatched) = peer.Join();
            if (matched != peerMatched)
                throw new InvalidOperationException($"{matched} tracks are matched here and {peerMatched} by DuckDB.");
            // The first round warms both up.
            if (round == 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tracks:N0} tracks, {recordings:N0} recordings by ISRC, {matched:N0} tracks matched"));
            else
                (ours, join, theirs) = ([.. ours, sorting + joining], [.. join, joining], [.. theirs, peerSeconds]);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"tables {Median(ours):0.00} s ({string.Join(", ", ours.Select(Text))}), of it the join {Median(join):0.00} s; DuckDB {Median(theirs):0.00} s ({string.Join(", ", theirs.Select(Text))}); DuckDB / tables {Median(theirs) / Median(ours):0.00}"));
        return 0;

        static string Text(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture);
    }

    /// <summary>Builds tracks by ISRC and matches anew beside the tables they are made of.</summary>
    private static async Task<(double Sorting, double Joining, long Matched)> DeriveAsync(string input, string work)
    {
        foreach (var table in new[] { TracksByIsrcTable.Name, MatchTable.Name })
            if (Path.Combine(input, "tables", table) is var built && Directory.Exists(built))
                Directory.Delete(built, recursive: true);

        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new XrefMetrics(services.GetRequiredService<IMeterFactory>());
        var store = Open(input, work);
        var began = TimeProvider.System.GetTimestamp();
        await BuildAsync(store, new TracksByIsrc(store));
        var sorted = TimeProvider.System.GetTimestamp();
        var matches = await BuildAsync(store, new MatchesByIsrc(store, metrics));
        return (TimeProvider.System.GetElapsedTime(began, sorted).TotalSeconds, TimeProvider.System.GetElapsedTime(sorted).TotalSeconds, matches.Counts[MatchMethod.IsrcExact.Name()]);
    }

    private static async Task<TableStore.Manifest> BuildAsync(TableStore store, IDerivedTable table)
    {
        var wanted = await table.WantAsync(CancellationToken.None);
        var plan = wanted.Plan ?? throw new InvalidOperationException(wanted.Waiting);
        await store.ListMissingUnitsAsync(plan, CancellationToken.None);
        using (var writer = store.Write(plan, 0))
        {
            await table.WriteAsync(plan, 0, writer, new Progress<long>(), CancellationToken.None);
            await writer.CompleteAsync(CancellationToken.None);
        }

        var manifest = (await store.CompleteAsync(plan, null, CancellationToken.None))!;
        await store.PublishAsync(manifest, wanted.Revisions, nameof(MatchBench), CancellationToken.None);
        return manifest;
    }

    private static TableStore Open(string folder, string work)
    {
        var artifacts = new FolderArtifactStore(folder, null, TimeProvider.System);
        return new TableStore(artifacts, artifacts, Path.Combine(work, "scratch"), TableMemory, Environment.ProcessorCount, TimeProvider.System);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
