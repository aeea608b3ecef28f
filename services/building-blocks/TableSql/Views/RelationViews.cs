using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Neighbours;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.TableSql.DuckDb;
using SpotifyPlatform.TableSql.Scans;
using static SpotifyPlatform.TableSql.DuckDb.ScanColumn;

namespace SpotifyPlatform.TableSql.Views;

/// <summary>What tracks have to do with recordings and with one another.</summary>
internal static class RelationViews
{
    public static readonly ScanColumn[] XrefColumns =
        [Text("spotify_id"), Text("isrc"), Text("mbid"), Real("match_confidence"), Text("match_method"), Integer("created_at"), Integer("updated_at")];

    /// <summary>Those of the source, and the counts and the score that the miner has too.</summary>
    public static readonly ScanColumn[] PairColumns =
    [
        Text("track_a"), Text("track_b"), Integer("cooccurrence_count"), Real("pmi_score"), Real("jaccard_score"), Integer("count_a"), Integer("count_b"), Real("score"),
    ];

    public static readonly ScanColumn[] SimilarColumns = [Text("seed_spotify_id"), Text("similar_spotify_id"), Real("similarity_score"), Integer("rank")];

    public static void Write(RowChunk chunk, int row, TrackPair pair)
    {
        Id(chunk, 0, row, pair.A);
        Id(chunk, 1, row, pair.B);
        chunk.Integer(2, row, pair.Count);
        chunk.Real(3, row, pair.Pmi);
        chunk.Real(4, row, pair.Jaccard);
        chunk.Integer(5, row, pair.CountA);
        chunk.Integer(6, row, pair.CountB);
        chunk.Real(7, row, pair.Score);
    }

    private static void Id(RowChunk chunk, int column, int row, TrackId id)
    {
        if (!chunk.Wants(column))
            return;
        Span<byte> text = stackalloc byte[TrackId.TextLength];
        id.Write(text);
        chunk.Text(column, row, text);
    }

    /// <param name="publishedAt">Unix seconds.</param>
    internal sealed class Xref(long publishedAt) : SingleRowDecoder
    {
        protected override void Write(RowChunk chunk, int row, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            var mbid = MatchTable.MbidOf(value);
            var method = mbid is null ? MatchMethod.NoMatch : MatchMethod.IsrcExact;
            chunk.Id(0, row, key);
            chunk.Text(1, row, value[..TracksByIsrcTable.IsrcBytes]);
            if (chunk.Wants(2))
                chunk.Text(2, row, mbid?.ToString());
            chunk.Real(3, row, mbid is null ? 0 : 1);
            chunk.Text(4, row, method.Name());
            chunk.Integer(5, row, publishedAt);
            chunk.Integer(6, row, publishedAt);
        }
    }

    /// <summary>The pairs that each track lists: a pair that both tracks list comes twice, with the same values.</summary>
    /// <param name="all">All kept playlists.</param>
    internal sealed class PairListings(long all) : ManyRowsDecoder
    {
        public override int Begin(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => new PairRow(value).Count;

        public override void Write(RowChunk chunk, int row, int entry, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
            RelationViews.Write(chunk, row, new PairRow(value).Pair(entry, TrackId.FromKey(key), all));
    }

    internal sealed class Similar : ManyRowsDecoder
    {
        private Neighbour[] neighbours = [];

        public override int Begin(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            neighbours = NeighbourTable.Read(value);
            return neighbours.Length;
        }

        public override void Write(RowChunk chunk, int row, int entry, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            chunk.Id(0, row, key);
            Id(chunk, 1, row, neighbours[entry].Id);
            chunk.Real(2, row, neighbours[entry].Score);
            chunk.Integer(3, row, entry + 1);
        }
    }
}
