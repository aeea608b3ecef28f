using System.Diagnostics.Metrics;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
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
    private readonly SqliteTrackIsrcStore tracks;
    private readonly TrackMatcher matcher;
    private readonly DumpLoader loader;
    private readonly DumpIngestion ingestion;
    private readonly DumpConsumer dumps;
    private readonly TrackIsrcConsumer catalog;

    /// <param name="input">The input folder; <paramref name="folder"/> when null.</param>
    public XrefProcess(
        string folder, FakeEventBus bus, CrashPoint? crash = null, XrefOptions? options = null, Func<IXrefStore, IXrefStore>? around = null, string? input = null)
    {
        this.folder = folder;
        crash ??= CrashPoint.Never;
        var settings = Options.Create(options ?? new XrefOptions { RematchBatchTracks = 3 });
        var metrics = new XrefMetrics(services.GetRequiredService<IMeterFactory>());
        recordings = new SqliteRecordings(Path.Combine(folder, "musicbrainz.sqlite"));
        tracks = new SqliteTrackIsrcStore(Path.Combine(folder, "xref-tracks.sqlite"));
        Store = new SqliteXrefStore(Path.Combine(folder, "xref.sqlite"), TimeProvider.System);
        var crashingRecordings = new CrashingRecordings(recordings, crash);
        IXrefStore crashingStore = new CrashingXrefStore(around is null ? Store : around(Store), crash);
        matcher = new TrackMatcher(
            crashingRecordings, new CrashingTracks(tracks, crash), crashingStore, new CrashingPublisher(new MatchPublisher(bus), crash), settings, metrics, TimeProvider.System);
        loader = new DumpLoader(new DumpReader(settings), crashingRecordings, new FolderArtifactStore(Path.Combine(folder, "artifacts"), input ?? folder, TimeProvider.System));
        ingestion = new DumpIngestion(loader, matcher, crashingStore, metrics, NullLogger<DumpIngestion>.Instance);
        dumps = new DumpConsumer(ingestion, metrics);
        catalog = new TrackIsrcConsumer(matcher, metrics);
    }

    public SqliteXrefStore Store { get; }

    /// <summary>The service's stores, as text that is equal when their content is.</summary>
    public string Digest() => string.Join('\n', new[] { "musicbrainz.sqlite", "xref-tracks.sqlite", "xref.sqlite" }
        .Select(name => $"{name} {LogicalDigest.Of(Path.Combine(folder, name))}"));

    /// <summary>Handles an event.</summary>
    public Task<Refusal?> HandleAsync(IMessage message) => message switch
    {
        FileVerified file => dumps.HandleAsync(file, CancellationToken.None),
        TracksExtracted batch => catalog.HandleAsync(batch, CancellationToken.None),
        _ => throw new ArgumentException($"No handler takes {message.Descriptor.FullName}.", nameof(message)),
    };

    /// <summary>The first half of what a dump's event does.</summary>
    public Task LoadAsync(FileVerified dump)
    {
        Assert.True(ArtifactReference.TryRead(dump.File, out var artifact, out _));
        return loader.LoadAsync(new AnnouncedDump(dump.Name, artifact), CancellationToken.None);
    }

    /// <summary>The second half; on these stores it runs until something makes it wait.</summary>
    public Task RematchAsync() => matcher.RematchAsync(CancellationToken.None);

    public void Dispose()
    {
        ingestion.Dispose();
        matcher.Dispose();
        recordings.Dispose();
        tracks.Dispose();
        Store.Dispose();
        services.Dispose();
    }
}
