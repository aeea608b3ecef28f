using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ListeningHistory.Api;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Publishing;
using SpotifyPlatform.ListeningHistory.Publishing.DuckDb;

namespace SpotifyPlatform.ListeningHistory.Tests.Publishing;

/// <summary>An account's rows, published into a temporary folder.</summary>
internal sealed class PublishedFixture : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IOptions<PublishingOptions> options = Options.Create(new PublishingOptions { Threads = 1 });

    public PublishedFixture(IReadOnlyList<PlayRow> rows, TimeProvider? clock = null)
    {
        var time = clock ?? TimeProvider.System;
        var metrics = new ListeningHistoryMetrics(services.GetRequiredService<IMeterFactory>());
        Store = new FakeListeningStore(Root, rows);
        Publisher = new PlaysPublisher(new PlaysFileBuilder(new FakeTrackMetadata(), options, time), options, metrics, time, NullLogger<PlaysPublisher>.Instance);
        Plays = new PublishedPlays(Options.Create(new ListeningHistoryOptions { DataFolder = Root }), options, time);
        Api = new InsightApi(Plays, metrics, time);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("listening-published-").FullName;

    public FakeListeningStore Store { get; }

    public PlaysPublisher Publisher { get; }

    public PublishedPlays Plays { get; }

    public InsightApi Api { get; }

    public string PersonFile => Path.Combine(Store.Folder, "spotify.duckdb");

    public async Task<PublishedFixture> PublishAsync()
    {
        await Publisher.PublishAsync(Store, rebuild: false, CancellationToken.None);
        return this;
    }

    public void Dispose()
    {
        Plays.Dispose();
        services.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
