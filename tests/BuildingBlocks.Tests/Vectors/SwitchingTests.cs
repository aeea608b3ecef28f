namespace SpotifyPlatform.BuildingBlocks.Tests.Vectors;

/// <summary>An index takes up new generations and promoted tracks, and searches go on meanwhile.</summary>
public sealed class SwitchingTests : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    private readonly TestIndex place = new();

    [Fact]
    public async Task Search_GenerationsSwitchUnderLoad_AnswersWholeGenerations()
    {
        var points = place.Points(1200);
        VectorPoint[][] generations = [points[..400], points[400..800], points[800..]];
        var query = new VectorQuery(points[0].Vector, 20);
        var expected = generations.Select(generation => Best(generation, query)).ToList();
        await place.PublishAsync("0", generations[0]);
        await place.Index.RefreshAsync(TestIndex.None);
        using var stop = new CancellationTokenSource();
        var searches = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            var answers = new HashSet<int>();
            while (!stop.IsCancellationRequested)
                answers.Add(expected.IndexOf(Ids(await place.Index.SearchAsync(query, TestIndex.None))));
            return answers;
        })).ToList();
        for (var i = 1; i <= 12; i++)
        {
            await place.PublishAsync($"{i % 3}", generations[i % 3]);
            await place.Tables.RefreshAsync("vectors", TestIndex.None);
            Assert.Equal(expected[i % 3], Ids(await place.Index.SearchAsync(query, TestIndex.None)));
        }

        await stop.CancelAsync();
        foreach (var answers in await Task.WhenAll(searches))
            Assert.DoesNotContain(-1, answers);
    }

    [Fact]
    public async Task Publish_AnEarlierGenerationAgain_BuildsNothingAndIsSearched()
    {
        var (a, b) = (place.Points(100), place.Points(100));
        var first = await place.PublishAsync("a", a);
        await place.PublishAsync("b", b);
        var again = await place.PublishAsync("a", a);
        Assert.Equal(first.Plan.Id, again.Plan.Id);
        Assert.Equal(3, (await place.Store.ListPointersAsync("vectors", TestIndex.None)).Count);
        Assert.Single(await place.Index.GetAsync([a[5].Id, b[5].Id], TestIndex.None), point => point.Id == a[5].Id);
    }

    [Fact]
    public async Task Search_AfterAMinute_TakesUpWhatIsNew()
    {
        var points = place.Points(60);
        await place.PublishAsync("a", points[..30]);
        Assert.Equal(30, await place.Index.CountAsync(TestIndex.None));
        await place.PublishAsync("b", points[..40]);
        place.Promoted = points[35..50];
        Assert.Equal(30, await CountAfterLookAsync());
        place.Time.Advance(Look);
        Assert.Equal(50, await CountAfterLookAsync());
    }

    [Fact]
    public async Task Refresh_PromotedTrack_IsFoundWithoutARebuild()
    {
        var points = place.Points(31);
        await place.PublishAsync("a", points[..30]);
        var query = new VectorQuery(points[30].Vector, 1);
        Assert.NotEqual(points[30].Id, (await place.Index.SearchAsync(query, TestIndex.None))[0].Id);
        place.Promoted = points[30..];
        await place.Index.RefreshAsync(TestIndex.None);
        Assert.Equal(points[30].Id, (await place.Index.SearchAsync(query, TestIndex.None))[0].Id);
        Assert.Equal($"{points[30].Id}", Ids((await place.Index.SearchTailAsync(query with { Limit = 10 }, TestIndex.None))!));
        Assert.Single(await place.Store.ListPointersAsync("vectors", TestIndex.None));
    }

    [Fact]
    public async Task Refresh_PromotedTrackThatCameIntoTheTable_IsFoundOnce()
    {
        var points = place.Points(30);
        place.Promoted = points[..5];
        Assert.Equal(5, await place.Index.CountAsync(TestIndex.None));
        await place.PublishAsync("a", points);
        await place.Index.RefreshAsync(TestIndex.None);
        Assert.Equal(30, await place.Index.CountAsync(TestIndex.None));
        Assert.Empty((await place.Index.SearchTailAsync(new VectorQuery(points[0].Vector, 10), TestIndex.None))!);
    }

    [Fact]
    public async Task Refresh_PromotedTrackHasNoPoint_ComposesOnce()
    {
        var points = place.Points(3);
        place.Promoted = points[..2];
        place.Pointless = [points[2].Id];
        await place.Index.RefreshAsync(TestIndex.None);
        await place.Index.RefreshAsync(TestIndex.None);
        Assert.Equal(2, await place.Index.CountAsync(TestIndex.None));
        Assert.Equal(1, place.Compositions);
    }

    [Fact]
    public async Task Search_NoTableWasPublished_SaysSo()
    {
        var query = new VectorQuery(place.Vector(), 10);
        var ex = await Assert.ThrowsAsync<TableNotBuiltException>(() => place.Index.SearchAsync(query, TestIndex.None));
        Assert.Equal("vectors", ex.Table);
        await place.PublishAsync("empty", []);
        await place.Index.RefreshAsync(TestIndex.None);
        Assert.Empty(await place.Index.SearchAsync(query, TestIndex.None));
    }

    [Fact]
    public async Task Dispose_RefreshRuns_WaitsForIt()
    {
        var (index, gate) = (place.Open(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        place.Gate = gate.Task;
        var refresh = index.RefreshAsync(TestIndex.None);
        var disposal = new Thread(index.Dispose);
        disposal.Start();
        SpinWait.SpinUntil(() => disposal.ThreadState is ThreadState.WaitSleepJoin or ThreadState.Stopped);
        gate.SetResult();
        await refresh;
        disposal.Join();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => index.RefreshAsync(TestIndex.None));
    }

    [Fact]
    public async Task Search_WhatIsNewCannotBeRead_GoesOnAndTriesAgain()
    {
        var points = place.Points(60);
        await place.PublishAsync("a", points[..30]);
        Assert.Equal(30, await place.Index.CountAsync(TestIndex.None));
        await place.PublishAsync("b", points);
        place.Fault = new HttpRequestException("The embedder is away.");
        place.Time.Advance(Look);
        Assert.Equal(30, await CountAfterLookAsync());
        place.Fault = null;
        Assert.Equal(30, await CountAfterLookAsync());
        place.Time.Advance(Look);
        Assert.Equal(60, await CountAfterLookAsync());
    }

    [Fact]
    public async Task Search_NothingCouldBeReadYet_Fails()
    {
        place.Fault = new HttpRequestException("The embedder is away.");
        await Assert.ThrowsAsync<HttpRequestException>(() => place.Index.CountAsync(TestIndex.None));
        place.Fault = null;
        Assert.Equal(0, await place.Index.CountAsync(TestIndex.None));
    }

    [Fact]
    public async Task Search_TableOfOtherDimensions_SaysBoth()
    {
        await place.PublishAsync("a", place.Points(30));
        place.Dimensions = 21;
        var ex = await Assert.ThrowsAsync<InvalidDataException>(() => place.Index.CountAsync(TestIndex.None));
        Assert.Contains("13", ex.Message, StringComparison.Ordinal);
        Assert.Contains("21", ex.Message, StringComparison.Ordinal);
    }

    public void Dispose() => place.Dispose();

    private async Task<long> CountAfterLookAsync()
    {
        await place.Index.CountAsync(TestIndex.None);
        await place.Index.Refreshing;
        return await place.Index.CountAsync(TestIndex.None);
    }

    private static string Best(IEnumerable<VectorPoint> points, VectorQuery query) => string.Join(' ', points
        .Select(point => (point.Id, Score: Cosine.Of(query.Vector, point.Vector))).Where(hit => !double.IsNaN(hit.Score))
        .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Id).Take(query.Limit).Select(hit => hit.Id));

    private static string Ids(IEnumerable<VectorHit> hits) => string.Join(' ', hits.Select(hit => hit.Id));
}
