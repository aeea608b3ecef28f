using System.Globalization;
using System.Text;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Benchmarks.Tables;

/// <summary>
/// Tables of tracks and recordings to match: nine tracks of ten have an ISRC, which some share; four ISRCs of ten have one recording to three. The
/// same number of tracks gives the same rows.
/// </summary>
internal static class MatchWorld
{
    private const int Seed = 1;

    /// <summary>What a row's text takes in the real table.</summary>
    private const int TextBytes = 120;

    public static async Task WriteAsync(TableStore store, int tracks)
    {
        var isrcs = tracks * 8 / 10;
        await PublishAsync(store, TrackTable.Name, TrackTable.KeyBytes, tracks, writer =>
        {
            var random = new Random(Seed);
            var (key, value) = (new byte[TrackTable.KeyBytes], new byte[TrackTable.TextAt + TextBytes]);
            for (var i = 0; i < tracks; i++)
            {
                random.NextBytes(key);
                random.NextBytes(value.AsSpan(TrackTable.TextAt));
                TrackTable.WriteFixed(value, random.Next(10) == 0 ? [] : Isrc(random.Next(isrcs)), random.Next(101), isExplicit: false, 2020, random.Next(60_000, 400_000));
                writer.Add(key, value);
            }
        });
        await PublishAsync(store, RecordingTable.Name, RecordingTable.KeyBytes, tracks, writer =>
        {
            var random = new Random(Seed);
            var (key, value) = (new byte[RecordingTable.KeyBytes], new byte[RecordingTable.FixedBytes]);
            var mbid = new byte[Music.Mbid.ByteLength];
            for (var (isrc, id) = (0, 1); isrc < isrcs; isrc++)
                for (var left = random.Next(10) < 4 ? random.Next(1, 4) : 0; left > 0; left--, id++)
                {
                    random.NextBytes(mbid);
                    RecordingTable.WriteKey(key, Isrc(isrc), id);
                    RecordingTable.WriteValue(value, mbid, random.Next(60_000, 400_000));
                    writer.Add(key, value);
                }
        });
    }

    private static byte[] Isrc(int number) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"DEA{number:D9}"));

    internal static async Task PublishAsync(TableStore store, string table, int keyBytes, int tracks, Action<TableWriter> write)
    {
        var plan = new TablePlan { Table = table, KeyBytes = keyBytes, MappingVersion = 1, Rules = [], Inputs = new() { ["tracks"] = $"{tracks}" } };
        await store.ListMissingUnitsAsync(plan, CancellationToken.None);
        using (var writer = store.Write(plan, 0))
        {
            write(writer);
            await writer.CompleteAsync(CancellationToken.None);
        }

        await store.PublishAsync((await store.CompleteAsync(plan, null, CancellationToken.None))!, new() { ["tracks"] = 1 }, nameof(MatchWorld), CancellationToken.None);
    }
}
