namespace SpotifyPlatform.BuildingBlocks.Tests.Vectors;

public abstract class TableVectorIndexContract : VectorIndexContract
{
    private readonly Lazy<TestIndex> index;
    private int fills;

    protected TableVectorIndexContract() => index = new Lazy<TestIndex>(() => new TestIndex(Dimensions));

    /// <summary>Of so many points in a row, one is not in the table but promoted.</summary>
    protected virtual int PromotedOneIn => int.MaxValue;

    protected override bool NeedsATable => true;

    protected override IVectorIndex Open(string place, TimeProvider clock) => index.Value.Open();

    protected override async Task FillAsync(IReadOnlyList<VectorPoint> points)
    {
        var parts = points.Select((point, i) => (point, i)).ToLookup(point => point.i % PromotedOneIn == PromotedOneIn - 1, point => point.point);
        index.Value.Promoted = [.. parts[true]];
        if (parts[false].Any())
            await index.Value.PublishAsync($"{++fills}", parts[false]);
        await Store.RefreshAsync(None);
    }

    protected override string Digest(string place) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (index.IsValueCreated)
            index.Value.Dispose();
    }
}

/// <summary>All points are in the table.</summary>
public sealed class TableVectorIndexTests : TableVectorIndexContract;

/// <summary>All points are promoted, and there is no table.</summary>
public sealed class PromotedVectorIndexTests : TableVectorIndexContract
{
    protected override int PromotedOneIn => 1;
}

/// <summary>Vectors with an embedding after the features, some of them promoted.</summary>
public sealed class HybridVectorIndexTests : TableVectorIndexContract
{
    protected override int Dimensions => 13 + 64;

    protected override int PromotedOneIn => 3;
}
