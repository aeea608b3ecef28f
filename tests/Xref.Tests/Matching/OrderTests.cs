using Google.Protobuf;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Xref.Tests.Matching;

/// <summary>Tracks and dumps in any order, again and again, end in the same state.</summary>
public sealed class OrderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Match_KnownWorld_IsTheRightRecordings()
    {
        var world = new SmallWorld(folder.Path);
        var run = await RunAsync([.. world.Batches, world.Dump]);
        Assert.Equal(world.Expected, run.Matches);
        Assert.All(world.Expected.Where(match => match.Mbid is not null), match => Assert.Equal(match.Mbid, run.Outcome[match.Id]));
        Assert.Equal(world.Expected.Count(match => match.Mbid is not null), run.Outcome.Count);
    }

    [Fact]
    public async Task Match_DumpBeforeTracksOrAfter_EndsInTheSameState()
    {
        var world = new SmallWorld(folder.Path);
        var after = await RunAsync([.. world.Batches, world.Dump]);
        var before = await RunAsync([world.Dump, .. world.Batches]);
        Assert.Equal(after.Digest, before.Digest);
        Assert.Equal(after.Outcome, before.Outcome);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Match_ShuffledAndRepeated_EndsInTheSameState(int seed)
    {
        var world = new SmallWorld(folder.Path);
        var straight = await RunAsync([.. world.Batches, world.Dump]);
        IMessage[] events = [.. world.Batches, .. world.Batches, world.Dump, world.Dump];
        new Random(seed).Shuffle(events);
        var shuffled = await RunAsync(events);
        Assert.Equal(straight.Digest, shuffled.Digest);
        Assert.Equal(straight.Outcome, shuffled.Outcome);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Match_AllAtOnce_EndsInTheSameState(int seed)
    {
        var world = new SmallWorld(folder.Path);
        var straight = await RunAsync([.. world.Batches, world.Dump]);
        IMessage[] events = [.. world.Batches, .. world.Batches, world.Dump, world.Dump];
        new Random(seed).Shuffle(events);
        var atOnce = await RunAsync(events, parallelism: 4);
        Assert.Equal(straight.Digest, atOnce.Digest);
        Assert.Equal(straight.Outcome, atOnce.Outcome);
    }

    /// <summary>
    /// A batch was matched when there was no dump, and is slow to be written. The dump comes meanwhile. If it could match the kept tracks
    /// now, the batch would write its stale "no match" over them.
    /// </summary>
    [Fact]
    public async Task Match_DumpComesBetweenMatchAndWrite_EndsMatched()
    {
        var world = new SmallWorld(folder.Path);
        var held = new TaskCompletionSource();
        using var xref = new XrefProcess(
            Directory.CreateDirectory(folder.File("data")).FullName, new FakeEventBus(), around: store => new SlowToRead(store, held.Task), input: folder.Path);
        var batch = xref.HandleAsync(world.Batches[0]);
        await xref.LoadAsync(world.Dump);
        var rematch = xref.RematchAsync();
        Assert.False(batch.IsCompleted);
        held.SetResult();
        await Task.WhenAll(batch, rematch);
        var matches = await xref.Store.GetAsync([Scenario.Track(1), Scenario.Track(2), Scenario.Track(3)], CancellationToken.None);
        Assert.All(matches, match => Assert.Equal(MatchMethod.IsrcExact, match.Method));
    }

    [Fact]
    public async Task Match_NoDumpYet_SaysNoMatch()
    {
        var world = new SmallWorld(folder.Path);
        var run = await RunAsync(world.Batches);
        Assert.All(run.Matches, match => Assert.Equal(TrackMatch.None(match.Id, match.Isrc), match));
        Assert.Equal(world.Expected.Count, run.Matches.Count);
        Assert.Empty(run.Outcome);
    }

    [Fact]
    public async Task Match_TwoFilesOfDumps_EndsWithTheNewerInAnyOrder()
    {
        var world = new SmallWorld(folder.Path);
        var older = world.OtherDump("mbdump-old.tar", "2026-05-13 00:10:00+00");
        var last = await RunAsync([.. world.Batches, older, world.Dump]);
        var first = await RunAsync([world.Dump, older, .. world.Batches]);
        var again = await RunAsync([older, .. world.Batches, world.Dump, older]);
        Assert.Equal(world.Expected, last.Matches);
        Assert.Equal(last.Digest, first.Digest);
        Assert.Equal(last.Digest, again.Digest);
        AssertSameOutcome(first.Outcome, last.Outcome);
        AssertSameOutcome(first.Outcome, again.Outcome);
    }

    [Fact]
    public async Task Match_NewDumpOfTheSameName_ReplacesItAndWithdrawsMatches()
    {
        var world = new SmallWorld(folder.Path);
        var other = world.OtherDump(world.Dump.Name, "2026-05-13 00:10:00+00");
        var replaced = await RunAsync([.. world.Batches, world.Dump, other]);
        var alone = await RunAsync([other, .. world.Batches]);
        Assert.Equal(alone.Digest, replaced.Digest);
        AssertSameOutcome(alone.Outcome, replaced.Outcome);
        Assert.Contains(replaced.Outcome, match => match.Value is null);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>A withdrawn match is the same as one that was never published.</summary>
    private static void AssertSameOutcome(Dictionary<TrackId, Mbid?> expected, Dictionary<TrackId, Mbid?> actual) =>
        Assert.Equal(expected.Where(match => match.Value is not null).OrderBy(match => match.Key), actual.Where(match => match.Value is not null).OrderBy(match => match.Key));

    private async Task<Run> RunAsync(IEnumerable<IMessage> events, int parallelism = 1)
    {
        var bus = new FakeEventBus();
        using var xref = new XrefProcess(Directory.CreateDirectory(folder.File(Guid.NewGuid().ToString("N"))).FullName, bus, input: folder.Path);
        await Parallel.ForEachAsync(
            events, new ParallelOptions { MaxDegreeOfParallelism = parallelism }, async (message, _) => Assert.Null(await xref.HandleAsync(message)));
        var matches = await xref.Store.GetAsync(SmallWorld.Ids, CancellationToken.None);
        return new Run(xref.Digest(), [.. matches.OrderBy(match => match.Id)], bus.Outcome());
    }

    private sealed record Run(string Digest, List<TrackMatch> Matches, Dictionary<TrackId, Mbid?> Outcome);

    /// <summary>Its first read returns when the task is done.</summary>
    private sealed class SlowToRead(IXrefStore inner, Task until) : IXrefStore
    {
        private int reads;

        public async Task<IReadOnlyList<TrackMatch>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref reads) == 1)
                await until;
            return await inner.GetAsync(ids, cancellationToken);
        }

        public Task PutAsync(IReadOnlyList<TrackMatch> matches, CancellationToken cancellationToken) => inner.PutAsync(matches, cancellationToken);

        public Task<IReadOnlyList<TrackMatch>> FindByIsrcAsync(Isrc isrc, CancellationToken cancellationToken) => inner.FindByIsrcAsync(isrc, cancellationToken);

        public Task<IReadOnlyList<TrackMatch>> FindByMbidAsync(Mbid mbid, CancellationToken cancellationToken) => inner.FindByMbidAsync(mbid, cancellationToken);

        public Task<IReadOnlyDictionary<MatchMethod, long>> CountByMethodAsync(CancellationToken cancellationToken) => inner.CountByMethodAsync(cancellationToken);
    }
}
