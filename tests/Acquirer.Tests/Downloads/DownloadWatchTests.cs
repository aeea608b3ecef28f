using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Acquirer.Downloads;
using SpotifyPlatform.Torrents.Pieces;

namespace SpotifyPlatform.Acquirer.Tests.Downloads;

/// <summary>Rates, stalls and lines of progress, by a clock that the tests hold.</summary>
public sealed class DownloadWatchTests : IDisposable
{
    private readonly DownloadScenario scenario = new();
    private readonly FakeTimeProvider time = new();
    private readonly List<TorrentLook> looks = [];
    private readonly LineLogger logger = new();

    [Fact]
    public void Look_WithoutABytesForALongTime_IsStalledUntilOneArrives()
    {
        using var watch = Open();
        watch.Look(Said(1000));
        time.Advance(TimeSpan.FromMinutes(29));
        watch.Look(Said(1000));
        Assert.Equal(0, Read("acquirer.download.stalled"));

        time.Advance(TimeSpan.FromMinutes(1));
        watch.Look(Said(1000));
        watch.Look(null);

        Assert.Equal((1, true), (Read("acquirer.download.stalled"), looks[^1].IsStalled));
        Assert.Equal(scenario.Metadata.ContentLength, Read("acquirer.download.missing"));
        Assert.Single(logger.Lines, line => line.Contains("is stalled", StringComparison.Ordinal));
        watch.Look(Said(1001));
        Assert.Equal(0, Read("acquirer.download.stalled"));
    }

    [Fact]
    public void Look_PiecesThatTheEngineHas_AreNoLongerWaitedFor()
    {
        using var watch = Open();
        var (half, pieces) = (scenario.Metadata.PieceCount / 2, new PieceBits(scenario.Metadata.PieceCount));
        for (var piece = 0; piece < half; piece++)
            pieces[piece] = true;
        watch.Look(Said(0, pieces));
        time.Advance(TimeSpan.FromSeconds(10));

        watch.Look(Said(10_000, pieces));

        var left = scenario.Metadata.ContentLength - ((long)half * scenario.Metadata.PieceLength);
        Assert.Equal((1_000, left / 1_000.0), (looks[^1].Rate, looks[^1].SecondsLeft));
        Assert.Equal(scenario.Metadata.ContentLength, Read("acquirer.download.missing"));
    }

    [Fact]
    public void Dispose_ADownloadThatHasEnded_HasNoGauge()
    {
        using (var watch = Open())
            watch.Look(Said(0));

        Assert.Null(Read("acquirer.download.stalled"));
        Assert.Null(Read("acquirer.download.missing"));
    }

    [Fact]
    public void Look_EveryThreeHours_WritesALineOfProgress()
    {
        using var watch = Open();
        for (var minute = 0; minute < 7 * 60; minute++)
        {
            watch.Look(Said(minute * 60L));
            time.Advance(TimeSpan.FromMinutes(1));
        }

        var lines = logger.Lines.Where(line => line.Contains("% verified", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.Contains("0 of 5 files complete", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Rate_FollowsWhatPeersSendOfLate()
    {
        var rate = new RateMeter(time);
        long bytes = 0;
        for (var second = 0; second < 600; second++)
        {
            rate.Add(bytes += 1_000);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(rate.BytesPerSecond, 990, 1_010);
        for (var second = 0; second < 130; second++)
        {
            rate.Add(bytes += 100);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(rate.BytesPerSecond, 99, 101);
        Assert.InRange(rate.SecondsLeft(1_000)!.Value, 9.9, 10.1);
        // An engine that was started anew counts from nothing.
        rate.Add(0);
        Assert.Equal((0, null), (rate.BytesPerSecond, rate.SecondsLeft(1)));
    }

    public void Dispose() => scenario.Dispose();

    private static EngineTorrent Said(long downloaded, PieceBits? pieces = null) => new(EngineState.Downloading, pieces, 0, 0, 2, downloaded, 0, 0, "", null);

    private DownloadWatch Open()
    {
        scenario.NewProcess(time);
        return new DownloadWatch(new DownloadedTorrent(scenario.Metadata, scenario.Destination, _ => true), new DownloadOptions(), scenario.Metrics, time, logger, looks.Add);
    }

    private long? Read(string instrument)
    {
        long? found = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (published, own) =>
        {
            if (published.Name == instrument && published.Meter.Scope == scenario.Meters)
                own.EnableMeasurementEvents(published);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => found = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return found;
    }

    private sealed class LineLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }
}
