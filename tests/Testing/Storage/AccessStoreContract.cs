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
    public async Task Add_BatchesOfSeveralProducers_AddUpAndKeepTheLatestTime()
    {
        var (id, now) = (World.Ids(1)[0], Clock.GetUtcNow());
        await Store.AddAsync(Batch(Producer, 1, (id, 2, now)), None);
        await Store.AddAsync(Batch(Guid.Empty, 1, (id, 3, now.AddHours(-1))), None);
        await Store.AddAsync(Batch(Producer, 2, (id, 1, now.AddMinutes(1))), None);
        Assert.Equal(new TrackAccess(id, 6, now.AddMinutes(1)), Assert.Single(await Store.GetAsync([id], None)));
    }

    [Fact]
    public async Task Add_SameBatchAgain_CountsOnce()
    {
        var (id, now) = (World.Ids(1)[0], Clock.GetUtcNow());
        foreach (var sequence in new[] { 1, 1, 2, 1, 2, 5, 3, 5 })
            await Store.AddAsync(Batch(Producer, sequence, (id, 10, now)), None);
        Assert.Equal(30, Assert.Single(await Store.GetAsync([id], None)).Count);
    }

    [Fact]
    public async Task Add_ReplayedFromTheStart_IsTheSameContent()
    {
        var batches = Batches(200);
        await AssertSameContent(
            async store =>
            {
                foreach (var batch in batches)
                    await store.AddAsync(batch, None);
            },
            async store =>
            {
                foreach (var batch in batches[..50].Concat(batches[..120]).Concat(batches))
                    await store.AddAsync(batch, None);
            });
    }

    [Fact]
    public async Task Promoted_PageByPage_AreAllOfThemInOrder()
    {
        var ids = World.Ids(100);
        await Store.AddAsync(Batch(Producer, 1, [.. ids.Select(id => (id, 5L, Clock.GetUtcNow()))]), None);
        await Store.MarkPromotedAsync(ids[..70], None);
        var found = new List<TrackId>();
        while (await Store.PromotedAsync(found.Count == 0 ? null : found[^1], 30, None) is { Count: > 0 } page)
            found.AddRange(page);
        Assert.Equal(ids[..70].Order(), found);
    }

    [Fact]
    public async Task Candidates_PageByPage_AreAllOfThemInOrder()
    {
        foreach (var batch in Batches(300))
            await Store.AddAsync(batch, None);
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
        await Store.AddAsync(Batch(Producer, 1, (ids[0], 5, now), (ids[1], 5, now)), None);
        await Store.MarkPromotedAsync([ids[0]], None);
        Clock.Advance(TimeSpan.FromDays(1));
        await Store.MarkPromotedAsync([ids[0]], None);
        await Store.AddAsync(Batch(Producer, 2, (ids[0], 5, now)), None);

        Assert.Equal(ids[1], Assert.Single(await Store.CandidatesAsync(1, null, 10, None)).Id);
        var promoted = Assert.Single(await Store.GetAsync([ids[0]], None));
        Assert.Equal((10, now), (promoted.Count, promoted.PromotedAt!.Value));
    }

    private AccessBatch[] Batches(int count)
    {
        var ids = World.Ids(60);
        return [.. Enumerable.Range(1, count).Select(sequence => Batch(
            Producer, sequence, (ids[World.Next(ids.Length) * World.Next(ids.Length) / ids.Length], 1 + World.Next(3), Clock.GetUtcNow())))];
    }

    private static AccessBatch Batch(Guid producer, long sequence, params (TrackId Id, long Count, DateTimeOffset Last)[] tracks) =>
        new(producer, sequence, [.. tracks.Select(track => new TrackAccess(track.Id, track.Count, track.Last))]);
}
