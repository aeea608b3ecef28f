using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite.Stores;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Promotions;

namespace SpotifyPlatform.Vectorizer.Tests.Promotions;

public sealed class PromotionTests : IDisposable
{
    private readonly FakeFeatureStore store = new();
    private readonly FakeVectorIndex index = new();
    private readonly FakeAccessStore accesses = new();
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task Run_TrackWithAccesses_IsPromotedOnceAtTheMinimum(int count, bool promoted)
    {
        using var vectorizer = Put((1, 10));
        for (var access = 1; access <= count; access++)
            Assert.Null(await vectorizer.HandleAsync(Events.Access(access, (1, 1))));
        Assert.Empty(index.Points);

        Assert.Equal(promoted ? 1 : 0, (await vectorizer.Promotion.RunAsync(CancellationToken.None)).Promoted);
        Assert.Equal(promoted, index.Points.ContainsKey(Events.Track(1)));

        await vectorizer.HandleAsync(Events.Access(9, (1, 100)));
        Assert.Equal(count == 2 ? 1 : 0, (await vectorizer.Promotion.RunAsync(CancellationToken.None)).Promoted);
    }

    [Fact]
    public async Task Run_PopularOrIncompleteTracks_AreSkipped()
    {
        using var vectorizer = Put((1, 50), (2, 10));
        store.Put(new TestTrack(3, 5, null));
        await vectorizer.HandleAsync(Events.Access(1, (1, 9), (2, 5), (3, 7), (4, 8)));

        var report = await vectorizer.Promotion.RunAsync(CancellationToken.None);

        Assert.Equal(new PromotionReport(4, 1, false), report);
        Assert.Equal([Events.Track(2)], accesses.Promoted);
    }

    [Fact]
    public async Task Run_MoreCandidatesThanABatch_PromotesOneBatchMostAccessedFirst()
    {
        using var vectorizer = Put(new PromotionOptions { BatchSize = 4, MaxVectors = 6 }, [.. Enumerable.Range(1, 10).Select(id => (id, 10))]);
        await vectorizer.HandleAsync(Events.Access(1, [.. Enumerable.Range(1, 10).Select(id => (id, 10 + id))]));

        Assert.Equal(new PromotionReport(4, 4, false), await vectorizer.Promotion.RunAsync(CancellationToken.None));
        Assert.Equal(Enumerable.Range(7, 4).Select(Events.Track), accesses.Promoted);
        Assert.Equal(accesses.Promoted, vectorizer.Announced.Order());
        Assert.Equal(accesses.Promoted, index.Points.Keys.Order());
    }

    [Fact]
    public async Task Run_IndexReachesMaxVectors_StopsThereAndStaysFull()
    {
        using var vectorizer = Put(new PromotionOptions { BatchSize = 4, MaxVectors = 6 }, [.. Enumerable.Range(1, 10).Select(id => (id, 10))]);
        await vectorizer.HandleAsync(Events.Access(1, [.. Enumerable.Range(1, 10).Select(id => (id, 10 + id))]));
        await vectorizer.Promotion.RunAsync(CancellationToken.None);

        Assert.Equal(new PromotionReport(4, 2, true), await vectorizer.Promotion.RunAsync(CancellationToken.None));
        Assert.Equal([4, 2], accesses.Marked);
        Assert.Equal(Enumerable.Range(5, 6).Select(Events.Track), accesses.Promoted);
        Assert.Equal(accesses.Promoted, index.Points.Keys.Order());

        Assert.Equal(0, (await vectorizer.Promotion.RunAsync(CancellationToken.None)).Promoted);
        Assert.Equal(6, index.Points.Count);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public async Task Run_TrackOfATier_IsPromotedInTierBOnly(int popularity, bool promoted)
    {
        using var vectorizer = Put((1, popularity));
        await vectorizer.HandleAsync(Events.Access(1, (1, 100)));

        Assert.Equal(promoted ? 1 : 0, (await vectorizer.Promotion.RunAsync(CancellationToken.None)).Promoted);
        Assert.Equal(promoted, accesses.Promoted.Contains(Events.Track(1)));
    }

    [Fact]
    public async Task Run_FirstPageHasNoTierBTrack_LooksOn()
    {
        using var vectorizer = Put(new PromotionOptions { BatchSize = 2 }, [(1, 90), (2, 5), (3, 90), (4, 20), (5, 20), (6, 20)]);
        await vectorizer.HandleAsync(Events.Access(1, (1, 90), (2, 80), (3, 70), (4, 60), (5, 50), (6, 40)));

        Assert.Equal(new PromotionReport(6, 2, false), await vectorizer.Promotion.RunAsync(CancellationToken.None));
        Assert.Equal([Events.Track(4), Events.Track(5)], accesses.Promoted);
    }

    [Fact]
    public async Task Run_CrashAtEveryStep_RepeatsHarmlessly()
    {
        (int, int)[] tracks = [.. Enumerable.Range(1, 7).Select(id => (id, 10))];
        var options = new PromotionOptions { BatchSize = 3, MaxVectors = 5 };
        var step = 1;
        for (; await CrashAsync(step); step++)
        {
        }

        // Two runs, each with an upsert and a marking, each with a step before and after it.
        Assert.Equal(9, step);

        async Task<bool> CrashAsync(int at)
        {
            var place = folder.File($"access-{at}.sqlite");
            var (own, crashed) = (new FakeVectorIndex(), false);
            using (var log = new SqliteAccessStore(place, TimeProvider.System))
            {
                using (var before = new VectorizerProcess(store, own, log))
                {
                    store.Put([.. tracks.Select(track => TestTrack.Of(track.Item1, track.Item2))]);
                    await before.HandleAsync(Events.Access(1, [.. tracks.Select(track => (track.Item1, 3 + track.Item1))]));
                }

                var crash = new Crash(at);
                using (var dying = new VectorizerProcess(store, new CrashingVectorIndex(own, crash), new CrashingAccessStore(log, crash), options))
                    crashed = await Record.ExceptionAsync(() => RunTwiceAsync(dying)) is CrashedException;
                using (var again = new VectorizerProcess(store, own, log, options))
                    await RunTwiceAsync(again);

                // The five most accessed tracks, all marked, wherever the crash happened.
                Assert.Equal(Enumerable.Range(3, 5).Select(Events.Track), own.Points.Keys.Order());
                Assert.Equal(
                    Enumerable.Range(3, 5).Select(Events.Track),
                    (await log.GetAsync([.. tracks.Select(track => Events.Track(track.Item1))], CancellationToken.None))
                        .Where(track => track.PromotedAt is not null).Select(track => track.Id).Order());
            }

            return crashed;
        }
    }

    [Fact]
    public async Task Run_RefreshFails_IsLoggedAsPromoted()
    {
        var log = new LoggedEvents<Promotion>();
        store.Put(TestTrack.Of(1, 10));
        index.RefreshFault = new InvalidDataException("The table is damaged.");
        using var vectorizer = new VectorizerProcess(store, index, accesses, logger: log);
        await vectorizer.HandleAsync(Events.Access(1, (1, 5)));

        await Assert.ThrowsAsync<InvalidDataException>(() => vectorizer.Promotion.RunAsync(CancellationToken.None));
        Assert.Equal([Events.Track(1)], accesses.Promoted);
        Assert.Equal([4102], log.Ids);
    }

    [Fact]
    public async Task Run_EmbeddedIndex_FindsThePromotedTrackWithoutARebuild()
    {
        using var world = new VectorizerWorld();
        await world.PutTracksAsync(TestTrack.Of(1, 50), TestTrack.Of(2, 20), TestTrack.Of(3, 50));
        await world.DeriveAsync();
        var query = new VectorQuery(FeatureVector.From(TestTrack.Of(2, 20).Sound!, 20), 1);
        Assert.NotEqual(Events.Track(2), (await world.Index.SearchAsync(query, CancellationToken.None))[0].Id);

        using var vectorizer = new VectorizerProcess(world.Features, world.Index, world.Accesses);
        await vectorizer.HandleAsync(Events.Access(1, (2, 5)));
        Assert.Equal(new PromotionReport(1, 1, false), await vectorizer.Promotion.RunAsync(CancellationToken.None));

        Assert.Equal(Events.Track(2), (await world.Index.SearchAsync(query, CancellationToken.None))[0].Id);
        Assert.Equal(3, await world.Index.CountAsync(CancellationToken.None));
        Assert.Single(await world.Store.ListPointersAsync("vectors", CancellationToken.None));

        // It stays when it falls into tier C, with what is known of it now.
        await world.PutTracksAsync(TestTrack.Of(1, 50), TestTrack.Of(2, 5), TestTrack.Of(3, 50));
        await world.DeriveAsync();
        Assert.Equal(5, Assert.Single(await world.Index.GetAsync([Events.Track(2)], CancellationToken.None)).Payload.Popularity);
    }

    public void Dispose() => folder.Dispose();

    private static async Task RunTwiceAsync(VectorizerProcess vectorizer)
    {
        await vectorizer.Promotion.RunAsync(CancellationToken.None);
        await vectorizer.Promotion.RunAsync(CancellationToken.None);
    }

    private VectorizerProcess Put(params (int Track, int Popularity)[] tracks) => Put(new PromotionOptions(), tracks);

    private VectorizerProcess Put(PromotionOptions options, (int Track, int Popularity)[] tracks)
    {
        store.Put([.. tracks.Select(track => TestTrack.Of(track.Track, track.Popularity))]);
        return new VectorizerProcess(store, index, accesses, options);
    }
}
