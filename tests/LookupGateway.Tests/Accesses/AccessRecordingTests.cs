using SpotifyPlatform.LookupGateway.Accesses;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Tests.Accesses;

/// <summary>What becomes of recorded accesses on a bus that works, fails or hangs.</summary>
public sealed class AccessRecordingTests
{
    private const int Tracks = 20;

    [Fact]
    public async Task Publish_BusWorks_SendsBatchesThatCountTheAccesses()
    {
        using var scenario = new AccessScenario(new() { MaxBatchTracks = 5 });
        var publishing = new TaskCompletionSource();
        scenario.Bus.BeforePublish = () =>
        {
            publishing.TrySetResult();
            return Task.CompletedTask;
        };
        for (var round = 0; round < 3; round++)
            scenario.Record(Tracks);
        await scenario.Publisher.StartAsync(CancellationToken.None);
        await publishing.Task;
        await scenario.Publisher.StopAsync(CancellationToken.None);

        var batches = scenario.Bus.Published;
        Assert.All(batches, batch => Assert.InRange(batch.Tracks.Count, 1, 5));
        Assert.Single(batches.Select(batch => batch.Producer).Distinct());
        var counts = batches.SelectMany(batch => batch.Tracks).GroupBy(track => TrackId.FromKey(track.SpotifyId.Span)).ToDictionary(g => g.Key, g => g.Max(t => t.Count));
        Assert.Equal(Enumerable.Range(0, Tracks).ToDictionary(AccessScenario.Id, _ => 3L), counts);
        Assert.All(batches.SelectMany(batch => batch.Tracks), track => Assert.Equal(scenario.Clock.GetUtcNow().ToUnixTimeMilliseconds(), track.LastAccessedMs));
        Assert.Equal((3 * Tracks, 3 * Tracks), (scenario.Counted("consumed"), scenario.Counted("produced")));
    }

    [Fact]
    public async Task Next_BatchIsNotFull_EndsWithTheInterval()
    {
        using var scenario = new AccessScenario();
        scenario.Record(2);
        var next = scenario.Batcher.NextAsync(CancellationToken.None); // Returns where it waits, with its timer started.
        Assert.False(next.IsCompleted);
        scenario.Clock.Advance(scenario.Options.FlushInterval);
        Assert.Equal(2, (await next).Count);
    }

    public static TheoryData<string> Hangs() => ["task", "thread"];

    /// <summary>The bus does not complete a publish, or does not even return its task.</summary>
    [Theory]
    [MemberData(nameof(Hangs))]
    public async Task Publish_BusHangs_DropsAndCountsAndRecovers(string how)
    {
        using var scenario = new AccessScenario();
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scenario.Bus.BeforePublish = () =>
        {
            entered.TrySetResult();
            return how == "task" ? released.Task : Block(released.Task);
        };

        var first = scenario.Publisher.PublishAsync(Batch(3));
        await entered.Task;
        scenario.Clock.Advance(scenario.Options.PublishTimeout);
        await first;
        await scenario.Publisher.PublishAsync(Batch(4)); // Dropped without another attempt.
        Assert.Equal((1, 7, 0), (scenario.Bus.Attempts, scenario.Counted("dropped", "bus_timeout"), scenario.Counted("produced")));

        released.SetResult();
        while (scenario.Bus.Published.Count < 2)
        {
            await scenario.Publisher.PublishAsync(Batch(1)); // Dropped until the hanging publish has completed.
            await Task.Yield();
        }

        Assert.Equal(3, Assert.Single(scenario.Bus.Published[0].Tracks).Count);
        var recovered = Assert.Single(scenario.Bus.Published[1].Tracks).Count;
        Assert.True(recovered >= 3 + 4 + 1, $"The accesses of dropped batches are in the next event of the track; it has {recovered}.");
        Assert.Equal(1, scenario.Counted("produced"));
    }

    [Fact]
    public async Task Publish_BusThrows_DropsAndCountsAndRecovers()
    {
        using var scenario = new AccessScenario();
        scenario.Bus.BeforePublish = () => throw new InvalidOperationException("Another process has the log.");
        await scenario.Publisher.PublishAsync(Batch(3));
        scenario.Bus.BeforePublish = () => Task.CompletedTask;
        await scenario.Publisher.PublishAsync(Batch(2));
        Assert.Equal((3, 2, 5), (scenario.Counted("dropped", "bus_error"), scenario.Counted("produced"), scenario.Bus.Accesses));
    }

    [Fact]
    public void Add_MoreTracksThanTheMemoryHolds_BeginsAnotherProducer()
    {
        var totals = new AccessTotals(maxTracks: 3);
        var batches = new[] { 1, 2, 1, 3, 4, 1 }.Select(number => totals.Add([Access(number)])).ToList();

        Assert.Equal([1, 1, 2, 1, 1, 1], batches.Select(batch => Assert.Single(batch.Tracks).Count));
        Assert.Equal(2, batches.Select(batch => batch.Producer).Distinct().Count());
        Assert.Equal(batches[4].Producer, batches[5].Producer);
    }

    [Fact]
    public void Record_QueueIsFull_DropsTheNewestAndCounts()
    {
        using var scenario = new AccessScenario(new() { QueueCapacity = 8 });
        scenario.Record(Tracks);
        Assert.Equal((8, Tracks - 8), (scenario.Counted("consumed"), scenario.Counted("dropped", "queue_full")));
    }

    private static TrackAccess Access(int number, int count = 1) => new(AccessScenario.Id(number), count, DateTimeOffset.UnixEpoch);

    private static IReadOnlyList<TrackAccess> Batch(int accesses) => [Access(1, accesses)];

    private static Task Block(Task until)
    {
        until.Wait();
        return Task.CompletedTask;
    }
}
