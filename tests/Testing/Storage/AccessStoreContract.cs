using SpotifyPlatform.Music;

namespace SpotifyPlatform.Testing.Storage;

public abstract class AccessStoreContract : StoreContract<IAccessStore>
{
    private static readonly Guid Producer = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    [Fact]
    public async Task Get_NothingStored_IsEmpty()
    {
        Assert.Empty(await Store.GetAsync(World.Ids(3), None));
        Assert.Empty(await Store.CandidatesAsync(0, null, 10, None));
        await Store.MarkPromotedAsync(World.Ids(1), None);
        Assert.Empty(await Store.CandidatesAsync(0, null, 10, None));
    }

    [Fact]
    public async Task Merge_CountsOfSeveralProducers_AddUpAndKeepTheLatestTime()
    {
        var (id, now) = (World.Ids(1)[0], Clock.GetUtcNow());
        await Store.MergeAsync(Counts(Producer, (id, 2, now)), None);
        await Store.MergeAsync(Counts(Guid.Empty, (id, 3, now.AddHours(-1))), None);
        await Store.MergeAsync(Counts(Producer, (id, 3, now.AddMinutes(1))), None);
        Assert.Equal(new TrackAccess(id, 6, now.AddMinutes(1)), Assert.Single(await Store.GetAsync([id], None)));
    }

    [Fact]
    public async Task Merge_CountsAgainAndOutOfOrder_KeepsTheHighest()
    {
        var (id, now) = (World.Ids(1)[0], Clock.GetUtcNow());
        foreach (var count in new[] { 20, 10, 20, 50, 30, 50 })
            await Store.MergeAsync(Counts(Producer, (id, count, now)), None);
        Assert.Equal(50, Assert.Single(await Store.GetAsync([id], None)).Count);
    }

    [Fact]
    public async Task Merge_OnlyTheLastOfManyArrives_CountsAll()
    {
        var (id, now) = (World.Ids(1)[0], Clock.GetUtcNow());
        await Store.MergeAsync(Counts(Producer, (id, 40, now)), None);
        await Store.MergeAsync(Counts(Guid.Empty, (id, 1, now)), None);
        Assert.Equal(41, Assert.Single(await Store.GetAsync([id], None)).Count);
    }

    [Fact]
    public async Task Merge_InAnyOrderAndTwice_IsTheSameContent()
    {
        var counts = Series(200);
        await AssertSameContent(
            async store =>
            {
                foreach (var next in counts)
                    await store.MergeAsync(next, None);
            },
            async store =>
            {
                foreach (var next in counts[..50].Concat(counts.Reverse()).Concat(counts[..120]))
                    await store.MergeAsync(next, None);
            });
    }

    [Fact]
    public async Task Promoted_PageByPage_AreAllOfThemInOrder()
    {
        var ids = World.Ids(100);
        await Store.MergeAsync(Counts(Producer, [.. ids.Select(id => (id, 5L, Clock.GetUtcNow()))]), None);
        await Store.MarkPromotedAsync(ids[..70], None);
        var found = new List<TrackId>();
        while (await Store.PromotedAsync(found.Count == 0 ? null : found[^1], 30, None) is { Count: > 0 } page)
            found.AddRange(page);
        Assert.Equal(ids[..70].Order(), found);
    }

    [Fact]
    public async Task Candidates_PageByPage_AreAllOfThemInOrder()
    {
        foreach (var next in Series(300))
            await Store.MergeAsync(next, None);
        var all = await Store.CandidatesAsync(1, null, int.MaxValue, None);
        Assert.Equal(all.OrderByDescending(track => track.Count).ThenBy(track => track.Id), all);

        var paged = new List<TrackAccess>();
        while (await Store.CandidatesAsync(3, paged.LastOrDefault(), 7, None) is { Count: > 0 } page)
            paged.AddRange(page);
        Assert.Equal(all.Where(track => track.Count >= 3), paged);
        Assert.InRange(paged.Count, 20, all.Count - 1);
    }

    [Fact]
    public async Task MarkPromoted_Again_KeepsTheFirstTimeAndIsNoCandidate()
    {
        var (ids, now) = (World.Ids(2), Clock.GetUtcNow());
        await Store.MergeAsync(Counts(Producer, (ids[0], 5, now), (ids[1], 5, now)), None);
        await Store.MarkPromotedAsync([ids[0]], None);
        Clock.Advance(TimeSpan.FromDays(1));
        await Store.MarkPromotedAsync([ids[0]], None);
        await Store.MergeAsync(Counts(Producer, (ids[0], 10, now)), None);

        Assert.Equal(ids[1], Assert.Single(await Store.CandidatesAsync(1, null, 10, None)).Id);
        var promoted = Assert.Single(await Store.GetAsync([ids[0]], None));
        Assert.Equal((10, now), (promoted.Count, promoted.PromotedAt!.Value));
    }

    [Fact]
    public async Task MarkPromoted_TrackWithoutAccesses_IsPromotedAndCountsFromZero()
    {
        var (ids, now) = (World.Ids(1), Clock.GetUtcNow());
        await Store.MarkPromotedAsync(ids, None);
        await Store.MergeAsync(Counts(Producer, (ids[0], 5, now)), None);

        Assert.Equal(ids, await Store.PromotedAsync(null, 10, None));
        Assert.Empty(await Store.CandidatesAsync(1, null, 10, None));
        Assert.Equal((5, now), (Assert.Single(await Store.GetAsync(ids, None)) is var track ? (track.Count, track.LastAccessed) : default));
    }

    /// <summary>What a producer sends while it counts.</summary>
    private AccessCounts[] Series(int count)
    {
        var ids = World.Ids(60);
        var totals = new Dictionary<TrackId, long>();
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var id = ids[World.Next(ids.Length) * World.Next(ids.Length) / ids.Length];
            totals[id] = totals.GetValueOrDefault(id) + 1 + World.Next(3);
            return Counts(Producer, (id, totals[id], Clock.GetUtcNow()));
        })];
    }

    private static AccessCounts Counts(Guid producer, params (TrackId Id, long Count, DateTimeOffset Last)[] tracks) =>
        new(producer, [.. tracks.Select(track => new TrackAccess(track.Id, track.Count, track.Last))]);
}
