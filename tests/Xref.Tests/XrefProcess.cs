using System.Diagnostics.Metrics;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Sqlite.Stores;
using SpotifyPlatform.Xref.Consumers;
using SpotifyPlatform.Xref.Matching;
using SpotifyPlatform.Xref.MusicBrainz;
using SpotifyPlatform.Xref.Sqlite;

namespace SpotifyPlatform.Xref.Tests;

/// <summary>One run of the service over a folder; the next run finds what this one left.</summary>
internal sealed class XrefProcess : IDisposable
{
    private readonly string folder;
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SqliteRecordings recordings;
    private readonly SqliteMatchableTracks tracks;
    private readonly TrackMatcher matcher;
    private readonly DumpLoader loader;
    private readonly DumpIntake intake;
    private readonly DumpConsumer dumps;
    private readonly TracksConsumer catalogue;

    public XrefProcess(string folder, FakeEventBus bus, Crash? crash = null, XrefOptions? options = null, Func<IXrefStore, IXrefStore>? around = null)
    {
        this.folder = folder;
        crash ??= Crash.Never;
        var settings = Options.Create(options ?? new XrefOptions { RematchBatchTracks = 3 });
        var metrics = new XrefMetrics(services.GetRequiredService<IMeterFactory>());
        recordings = new SqliteRecordings(Path.Combine(folder, "musicbrainz.sqlite"));
        tracks = new SqliteMatchableTracks(Path.Combine(folder, "xref-tracks.sqlite"));
        Store = new SqliteXrefStore(Path.Combine(folder, "xref.sqlite"), TimeProvider.System);
        var crashingRecordings = new CrashingRecordings(recordings, crash);
        IXrefStore crashingStore = new CrashingXrefStore(around is null ? Store : around(Store), crash);
        matcher = new TrackMatcher(
            crashingRecordings, new CrashingTracks(tracks, crash), crashingStore, new CrashingPublisher(new MatchPublisher(bus), crash), settings, metrics, TimeProvider.System);
        loader = new DumpLoader(new DumpReader(settings), crashingRecordings);
        intake = new DumpIntake(loader, matcher, crashingStore, metrics, NullLogger<DumpIntake>.Instance);
        dumps = new DumpConsumer(intake, metrics);
        catalogue = new TracksConsumer(matcher, metrics);
    }

    public SqliteXrefStore Store { get; }

    /// <summary>The service's stores, as text that is equal when their content is.</summary>
    public string Digest() => string.Join('\n', new[] { "musicbrainz.sqlite", "xref-tracks.sqlite", "xref.sqlite" }
        .Select(name => $"{name} {LogicalDigest.Of(Path.Combine(folder, name))}"));

    /// <summary>Handles an event.</summary>
    public Task<Refusal?> HandleAsync(IMessage message) => message switch
    {
        FileVerified file => dumps.HandleAsync(file, CancellationToken.None),
        TracksExtracted batch => catalogue.HandleAsync(batch, CancellationToken.None),
        _ => throw new ArgumentException($"No handler takes {message.Descriptor.FullName}.", nameof(message)),
    };

    /// <summary>The first half of what a dump's event does.</summary>
    public Task LoadAsync(FileVerified dump) =>
        loader.LoadAsync(new DumpFile(dump.Name, dump.Path, Convert.ToHexStringLower(dump.Sha256.Span)), CancellationToken.None);

    /// <summary>The second half; on these stores it runs until something makes it wait.</summary>
    public Task RematchAsync() => matcher.RematchAsync(CancellationToken.None);

    public void Dispose()
    {
        intake.Dispose();
        matcher.Dispose();
        recordings.Dispose();
        tracks.Dispose();
        Store.Dispose();
        services.Dispose();
    }
}
