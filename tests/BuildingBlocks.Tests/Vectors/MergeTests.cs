using SpotifyPlatform.Vectors.Files;


namespace SpotifyPlatform.BuildingBlocks.Tests.Vectors;

public sealed class MergeTests : IDisposable
{
    private readonly TestIndex place = new();

    [Fact]
    public async Task Merge_Again_ChangesNothing()
    {
        using var index = place.Open();
        await index.UpsertAsync(place.Points(200), TestIndex.None);
        var before = VectorDigest.Of(place.Folder);
        await index.MergeAsync(TestIndex.None);
        var files = Names();
        await index.MergeAsync(TestIndex.None);
        Assert.Equal(files, Names());
        Assert.Equal((before, 200), (VectorDigest.Of(place.Folder), before.Points));
    }

    [Fact]
    public async Task Merge_WhileAnotherInstanceWritesAndReads_LosesNothing()
    {
        using var merging = place.Open();
        using var writing = place.Open();
        using var reading = place.Open();
        var points = place.Points(3000);
        await writing.UpsertAsync(points[..500], TestIndex.None);
        var done = false;
        var merges = Task.Run(async () =>
        {
            while (!Volatile.Read(ref done))
                await merging.MergeAsync(TestIndex.None);
        });
        for (var i = 500; i < points.Length; i += 50)
        {
            await writing.UpsertAsync(points[i..(i + 50)], TestIndex.None);
            await writing.DeleteAsync([points[i - 500].Id], TestIndex.None);
            var query = new VectorQuery(points[i].Vector, 10);
            Assert.Equal(points[i].Id, (await reading.SearchAsync(query, TestIndex.None)).First(hit => hit.Score > 1 - 1e-12 && hit.Id == points[i].Id).Id);
            Assert.Equal(i + 50 - (i - 450) / 50, await reading.CountAsync(TestIndex.None));
        }

        Volatile.Write(ref done, true);
        await merges;
        await merging.MergeAsync(TestIndex.None);
        var left = points.Where((_, i) => i % 50 != 0 || i >= 2500).ToArray();
        Assert.Equal(left.Length, await reading.CountAsync(TestIndex.None));
        Naive.AssertSame(left, new VectorQuery(points[7].Vector, 100), await reading.SearchAsync(new VectorQuery(points[7].Vector, 100), TestIndex.None));
    }

    [Fact]
    public async Task Merge_LeftoversOfADeadOne_AreRemovedAndNeverUsed()
    {
        using var index = place.Open();
        var points = place.Points(100);
        await index.UpsertAsync(points, TestIndex.None);
        foreach (var name in new[] { ".base-1.partial", "base-1", "tail-1", "base-7", ".tail-1.partial" })
            await File.WriteAllTextAsync(place.File(name), "rubbish", TestIndex.None);
        using (var again = place.Open())
            Assert.Equal(100, await again.CountAsync(TestIndex.None));
        await index.MergeAsync(TestIndex.None);
        Assert.Equal(["base-1", "manifest", "merge.lock", "tail-1", "write.lock"], Names());
        Assert.Equal(100, await index.CountAsync(TestIndex.None));
    }

    [Fact]
    public async Task Merge_Cancelled_LeavesWhatWas()
    {
        using var index = place.Open();
        await index.UpsertAsync(place.Points(300), TestIndex.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => index.MergeAsync(new CancellationToken(canceled: true)));
        Assert.Equal(["merge.lock", "tail-0", "write.lock"], Names());
        Assert.Equal(300, await index.CountAsync(TestIndex.None));
    }

    [Fact]
    public async Task Upsert_UnchangedPoints_WriteNothing()
    {
        using var index = place.Open();
        var points = place.Points(100);
        await index.UpsertAsync(points, TestIndex.None);
        await index.MergeAsync(TestIndex.None);
        await index.UpsertAsync(points, TestIndex.None);
        await index.DeleteAsync(place.World.Ids(3), TestIndex.None);
        Assert.Equal(TailLog.HeaderBytes, new FileInfo(place.File("tail-1")).Length);
    }

    [Fact]
    public async Task Upsert_OneIdTwiceInABatch_TheLastOneHolds()
    {
        using var index = place.Open();
        var points = place.Points(2);
        await index.UpsertAsync([points[0]], TestIndex.None);
        await index.UpsertAsync([points[0] with { Vector = points[1].Vector }, points[0]], TestIndex.None);
        Assert.Equal(points[0].Vector, (await index.GetAsync([points[0].Id], TestIndex.None)).Single().Vector);
    }

    [Fact]
    public async Task Search_AllZeroVectors_MergesAndFindsNothing()
    {
        using var index = place.Open();
        var points = place.Points(40, () => new float[13]);
        await index.UpsertAsync(points, TestIndex.None);
        await index.MergeAsync(TestIndex.None);
        Assert.Empty(await index.SearchAsync(new VectorQuery(place.Points(1)[0].Vector, 5), TestIndex.None));
        Assert.Equal(40, (await index.GetAsync([.. points.Select(p => p.Id)], TestIndex.None)).Count);
        await index.UpsertAsync(place.Points(10), TestIndex.None);
        await index.MergeAsync(TestIndex.None);
        Assert.Equal(5, (await index.SearchAsync(new VectorQuery(place.Points(1)[0].Vector, 5), TestIndex.None)).Count);
    }

    [Fact]
    public async Task Delete_Everything_MergesToNothing()
    {
        using var index = place.Open();
        var points = place.Points(30);
        await index.UpsertAsync(points, TestIndex.None);
        await index.MergeAsync(TestIndex.None);
        await index.DeleteAsync([.. points.Select(p => p.Id)], TestIndex.None);
        await index.MergeAsync(TestIndex.None);
        Assert.Equal(0, await index.CountAsync(TestIndex.None));
        Assert.Empty(await index.SearchAsync(new VectorQuery(points[0].Vector, 5), TestIndex.None));
        await index.UpsertAsync(points, TestIndex.None);
        await index.MergeAsync(TestIndex.None);
        Assert.Equal(30, await index.CountAsync(TestIndex.None));
    }

    public void Dispose() => place.Dispose();

    private string[] Names() => [.. Directory.EnumerateFiles(place.Folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
}
