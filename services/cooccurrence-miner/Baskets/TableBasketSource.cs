using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>The baskets of a generation of their table, in the order of playlist ids. A batch is a few pages.</summary>
internal sealed class TableBasketSource(Table table) : IBasketSource
{
    private const long BatchBytes = 256 << 10;

    private readonly IReadOnlyList<byte[]> starts = table.Split(BatchBytes);

    public ReadOnlyMemory<byte> ContentSha256 { get; } = Convert.FromHexString(table.Manifest.ContentSha256);

    public long Batches => starts.Count;

    public void Read(long firstBatch, long endBatch, BasketVisitor visit)
    {
        var end = endBatch < starts.Count ? starts[(int)endBatch] : null;
        using var rows = table.Scan(starts[(int)firstBatch]);
        while (rows.MoveNext() && (end is null || rows.Key.SequenceCompareTo(end) < 0))
            visit(BasketTable.TrackIds(rows.Value), BasketTable.Popularities(rows.Value));
    }
}
