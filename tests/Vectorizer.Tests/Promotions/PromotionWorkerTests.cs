using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Promotions;

namespace SpotifyPlatform.Vectorizer.Tests.Promotions;

/// <summary>The schedule, on a clock that moves only when the worker waits.</summary>
public sealed class PromotionWorkerTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 2, 30, 0, TimeSpan.Zero);

    private readonly FakeVectorIndex index = new();
    private readonly FakeAccessStore accesses = new();
    private readonly WaitingClock clock = new(Start);
    private readonly VectorizerProcess vectorizer;
    private readonly PromotionWorker worker;

    public PromotionWorkerTests()
    {
        vectorizer = new VectorizerProcess(new FakeFeatureStore(), index, accessStore: accesses);
        worker = new PromotionWorker(vectorizer.Promotion, Options.Create(new VectorizerOptions()), clock, NullLogger<PromotionWorker>.Instance);
    }

    public async Task InitializeAsync()
    {
        await vectorizer.HandleAsync(Events.Features(1));
        await vectorizer.HandleAsync(Events.Describe((1, 10)));
        await vectorizer.HandleAsync(Events.Access(1, (1, 5)));
    }

    [Fact]
    public async Task Execute_ScheduleIsDue_Promotes()
    {
        await worker.StartAsync(CancellationToken.None);
        Assert.Equal(TimeSpan.FromMinutes(30), await clock.NextWaitAsync());
        Assert.Empty(accesses.Promoted);

        clock.Advance(TimeSpan.FromMinutes(30));

        // The worker waits again when the run is over: at most an hour, so that it notices a changed clock.
        Assert.Equal(TimeSpan.FromHours(1), await clock.NextWaitAsync());
        Assert.Equal([Events.Track(1)], accesses.Promoted);
    }

    public static TheoryData<Exception> TransientFaults() =>
        [new IOException("full"), new TimeoutException("locked"), new HttpRequestException("no embedder"), new StoreRefusedException("no key")];

    [Theory]
    [MemberData(nameof(TransientFaults))]
    public async Task Execute_RunFails_RetriesOnTheNextDay(Exception failure)
    {
        index.NextFault = failure;
        await worker.StartAsync(CancellationToken.None);
        for (var run = 0; run < 2; run++)
        {
            Assert.Equal(run == 0 ? TimeSpan.FromMinutes(30) : TimeSpan.FromHours(1), await clock.NextWaitAsync());
            Assert.Empty(accesses.Promoted);
            clock.Advance(run == 0 ? TimeSpan.FromMinutes(30) : TimeSpan.FromDays(1));
        }

        await clock.NextWaitAsync();
        Assert.Equal([Events.Track(1)], accesses.Promoted);
    }

    public async Task DisposeAsync()
    {
        await worker.StopAsync(CancellationToken.None);
        worker.Dispose();
        vectorizer.Dispose();
    }

    /// <summary>Reports every wait that starts.</summary>
    private sealed class WaitingClock(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private readonly Channel<TimeSpan> waits = Channel.CreateUnbounded<TimeSpan>();

        public ValueTask<TimeSpan> NextWaitAsync() => waits.Reader.ReadAsync();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            waits.Writer.TryWrite(dueTime);
            return timer;
        }
    }
}
