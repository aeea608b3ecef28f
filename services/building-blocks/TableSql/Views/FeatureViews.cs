using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.TableSql.DuckDb;
using SpotifyPlatform.TableSql.Scans;
using SpotifyPlatform.Tables;
using static SpotifyPlatform.TableSql.DuckDb.ScanColumn;

namespace SpotifyPlatform.TableSql.Views;

/// <summary>Audio features, alone and with popularity and the time of publication.</summary>
internal static class FeatureViews
{
    public static readonly ScanColumn[] FeatureColumns =
    [
        Text("id"), Real("danceability"), Real("energy"), Integer("key"), Real("loudness"), Integer("mode"), Real("speechiness"), Real("acousticness"),
        Real("instrumentalness"), Real("liveness"), Real("valence"), Real("tempo"), Integer("duration_ms"), Integer("time_signature"),
    ];

    public static readonly ScanColumn[] CacheColumns =
    [
        Text("spotify_id"), Real("tempo"), Integer("time_signature"), Integer("key"), Integer("mode"), Real("loudness"), Real("energy"), Real("danceability"),
        Real("speechiness"), Real("acousticness"), Real("instrumentalness"), Real("liveness"), Real("valence"), Integer("duration_ms"), Integer("popularity"), Integer("cached_at"),
    ];

    /// <summary>The features in the order of the table's numbers: tempo to loudness, key, mode, time signature, duration.</summary>
    private static readonly string[] Stored =
    [
        "tempo", "energy", "danceability", "valence", "acousticness", "instrumentalness", "speechiness", "liveness", "loudness", "key", "mode", "time_signature", "duration_ms",
    ];

    /// <summary>Of the columns that are asked for, which feature each one has.</summary>
    private static (int Column, int Feature)[] Asked(ScanColumn[] columns, IReadOnlyList<bool> wanted) =>
    [
        .. Enumerable.Range(0, columns.Length).Where(column => wanted[column])
            .Select(column => (column, Array.IndexOf(Stored, columns[column].Name))).Where(asked => asked.Item2 >= 0),
    ];

    private static void Write(RowChunk chunk, int row, (int Column, int Feature)[] asked, ReadOnlySpan<byte> value)
    {
        var features = new FeatureRow(value);
        foreach (var (column, feature) in asked)
        {
            if (feature < 9)
                chunk.Real(column, row, features.Number(feature));
            else
                chunk.Integer(column, row, feature < 12 ? features.Small(feature) : features.Duration);
        }
    }

    internal sealed class Features(IReadOnlyList<bool> wanted) : SingleRowDecoder
    {
        private readonly (int Column, int Feature)[] asked = Asked(FeatureColumns, wanted);

        protected override void Write(RowChunk chunk, int row, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            chunk.Id(0, row, key);
            FeatureViews.Write(chunk, row, asked, value);
        }
    }

    /// <summary>Features merged with the popularities of table tracks, which has the same order.</summary>
    /// <param name="publishedAt">Unix seconds.</param>
    /// <param name="tracks">Null where no catalogue was published: then no popularity is known.</param>
    internal sealed class Cache(IReadOnlyList<bool> wanted, long publishedAt, Table? tracks) : SingleRowDecoder
    {
        private const int Popularity = 14;
        private const int CachedAt = 15;

        private readonly (int Column, int Feature)[] asked = Asked(CacheColumns, wanted);
        private readonly bool wantsPopularity = wanted[Popularity];
        private Table.Cursor? popularities;

        public override void Dispose()
        {
            popularities?.Dispose();
            base.Dispose();
        }

        protected override void Write(RowChunk chunk, int row, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            chunk.Id(0, row, key);
            FeatureViews.Write(chunk, row, asked, value);
            chunk.Integer(CachedAt, row, publishedAt);
            if (wantsPopularity)
                chunk.Integer(Popularity, row, PopularityOf(key));
        }

        private int? PopularityOf(ReadOnlySpan<byte> key)
        {
            if (tracks is null)
                return null;
            popularities ??= tracks.Scan();
            return popularities.MoveTo(key) ? new TrackRow(popularities.Value).KnownPopularity : null;
        }
    }
}
