namespace SpotifyPlatform.BuildingBlocks.Tests.Vectors;

public sealed class VectorSnapshotTests : IDisposable
{
    private readonly TestIndex place = new();

    [Fact]
    public async Task DifferenceFrom_AnotherGeneration_IsWhatDiffers()
    {
        var points = place.Points(200);
        using var old = await LoadAsync("old", points[..150]);
        var changed = points[60] with { Mbid = new Mbid(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)) };
        using var current = await LoadAsync("new", [.. points[50..60], changed, .. points[61..]]);
        var changes = current.DifferenceFrom(old).ToList();
        Assert.Equal(changes.Select(change => change.Id).Order(), changes.Select(change => change.Id));
        Assert.Equal(points[..50].Select(point => point.Id).Order(), changes.Where(change => change.Point is null).Select(change => change.Id));
        Assert.Equal(points[150..].Append(changed).Select(point => point.Id).Order(), changes.Where(change => change.Point is not null).Select(change => change.Id));
        Assert.Equal(changed.Mbid, changes.Single(change => change.Id == changed.Id).Point!.Mbid);
        Assert.Empty(current.DifferenceFrom(current));
        Assert.Equal(150, current.DifferenceFrom(null).Count());
    }

    [Fact]
    public async Task MostPopular_AnyLimit_IsByPopularityThenId()
    {
        var points = place.Points(300);
        using var vectors = await LoadAsync("a", points);
        var expected = points.OrderByDescending(point => point.Payload.Popularity).ThenBy(point => point.Id).Select(point => point.Id).ToList();
        Assert.Equal(expected.Take(70), vectors.MostPopular(70));
        Assert.Equal(expected, vectors.MostPopular(1000));
    }

    public void Dispose() => place.Dispose();

    private async Task<VectorSnapshot> LoadAsync(string content, IEnumerable<VectorPoint> points)
    {
        using var table = await place.Store.OpenAsync(await place.PublishAsync(content, points), TestIndex.None);
        return VectorSnapshot.Load(table, place.Scratch);
    }
}
