using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Schedule.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Lake.Fetch;
using SpotifyPlatform.Lake.Listening;
using SpotifyPlatform.Lake.Tests.Support;
using SpotifyPlatform.Lake.Warehouse;
using SpotifyPlatform.Lake.Weekly;

namespace SpotifyPlatform.Lake.Tests.Weekly;

/// <summary>The weekly enrichment on the embedded warehouse, with a fake of the Web API's client.</summary>
public sealed class WeeklyEnrichmentTests : IDisposable
{
    private const string Hub = "SELECT artistName, playCount, ARRAY_TO_STRING(genres, ',') AS genres FROM dp_hub_prd.hub_music__svc_dim_artists ORDER BY artistName";
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2025, 11, 9, 6, 0, 0, TimeSpan.Zero));
    private readonly List<ArtistListening> heard = [];
    private readonly List<string> progress = [];
    private readonly FakeArtistFetch fetch;
    private readonly ServiceProvider services;

    public WeeklyEnrichmentTests()
    {
        fetch = new FakeArtistFetch(clock);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("Lake:DataFolder", folder.Path)]);
        builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton<IArtistFetch>(fetch).AddSingleton<IArtistListeningSource>(new Heard(heard));
        builder.AddWeeklyEnrichment("some-service");
        services = builder.Services.BuildServiceProvider();
        Hear("A", 3);
        Hear("B", 1);
    }

    private string Output => Path.Combine(folder.Path, "output");

    public void Dispose()
    {
        services.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Run_NewlyHeardArtists_AreInTheHubEnrichedAndNoFileIsLeft()
    {
        await RunAsync();
        Assert.Equal(["A | 3 | fetched", "B | 1 | fetched"], await HubAsync());
        Assert.Equal(["A", "B"], fetch.Asked);
        Assert.Empty(Directory.EnumerateFiles(Output));
        Assert.Equal(["fetch: done", "ingest: done", "transform: done", "clean-up: done"], progress.Where(line => line.EndsWith(": done", StringComparison.Ordinal)));
        Assert.Contains(progress, line => line == "fetch: 2 of 2 artists fetched");
    }

    [Fact]
    public async Task Run_TheNextWeek_FetchesOnlyWhatIsNew()
    {
        await RunAsync();
        clock.Advance(TimeSpan.FromDays(7));
        Hear("C", 1);
        await RunAsync();
        Assert.Equal(["A", "B", "C"], fetch.Asked);
        clock.Advance(TimeSpan.FromDays(7));
        await RunAsync();
        Assert.Equal(3, fetch.Asked.Count);
        Assert.Contains(progress, line => line.StartsWith("fetch: No artists to enrich", StringComparison.Ordinal));
        Assert.Equal(3, (await HubAsync()).Count);
    }

    [Fact]
    public async Task Run_ArtistsThatSpotifyDoesNotKnow_AreNamedAndTheOthersGoOn()
    {
        Hear("Gone", 2);
        await RunAsync();
        Assert.Contains(progress, line => line.Contains("Could not enrich 1 artists: Gone.", StringComparison.Ordinal));
        Assert.Equal(["A | 3 | fetched", "B | 1 | fetched", "Gone | 2 | null"], await HubAsync());
    }

    [Fact]
    public async Task Run_AFetchThatFails_StopsThereAndTheNextRunCompletes()
    {
        fetch.Fault = new AuthenticationFailedException("the refresh token was refused.", ["SPOTIFY_REFRESH_TOKEN"]);
        var stopped = await Assert.ThrowsAsync<WeeklyStepException>(RunAsync);
        Assert.Equal("fetch", stopped.Step);
        Assert.StartsWith("The weekly enrichment stopped at fetch: Spotify API authentication failed: the refresh token was refused. Verify SPOTIFY_REFRESH_TOKEN", stopped.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(progress, line => line.EndsWith(": done", StringComparison.Ordinal));
        clock.Advance(TimeSpan.FromSeconds(1));
        await RunAsync();
        Assert.Equal(["A | 3 | fetched", "B | 1 | fetched"], await HubAsync());
    }

    [Fact]
    public async Task Run_AFileThatIsRefused_StopsAtIngestAndKeepsTheFiles()
    {
        Directory.CreateDirectory(Output);
        await File.WriteAllTextAsync(Path.Combine(Output, "1_artist_enrichment.jsonl"), "{\"artistId\":");
        var stopped = await Assert.ThrowsAsync<WeeklyStepException>(RunAsync);
        Assert.Contains("1_artist_enrichment.jsonl: line 1 is no JSON", stopped.Message, StringComparison.Ordinal);
        Assert.Contains(Directory.EnumerateFiles(Output), file => file.EndsWith("1_artist_enrichment.jsonl", StringComparison.Ordinal));
        Assert.Empty(fetch.Asked);
    }

    [Fact]
    public async Task Run_WithFilesThatAKilledRunLeft_IngestsThemOnce()
    {
        await RunAsync();
        Directory.CreateDirectory(Output);
        await File.WriteAllTextAsync(Path.Combine(Output, "1_artist_enrichment.jsonl"), $"{new ArtistRow(ArtistRow.IdOf(1000), "A", clock.GetUtcNow().AddHours(1)) { Genres = ["left"] }}\n");
        clock.Advance(TimeSpan.FromSeconds(1));
        await RunAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        await RunAsync();
        Assert.Equal("A | 3 | left", (await HubAsync())[0]);
        Assert.Empty(Directory.EnumerateFiles(Output));
    }

    [Fact]
    public async Task Handle_ARateLimit_AsksForTheEventAgainWhenItEnds()
    {
        fetch.Fault = new RateLimitedException(clock.GetUtcNow().AddHours(20));
        var fault = await Assert.ThrowsAsync<TransientFaultException>(HandleAsync);
        Assert.Equal(TimeSpan.FromHours(20), fault.RetryAfter);
        Assert.Contains("Requests are answered again at 2025-11-10 02:00:00 UTC", fault.Message, StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromHours(20));
        await HandleAsync();
        Assert.Equal(2, (await HubAsync()).Count);
    }

    [Fact]
    public async Task Handle_AFaultThatMayPass_IsTransientAndAnotherIsNot()
    {
        fetch.Fault = new IOException("Connection reset.");
        await Assert.ThrowsAsync<TransientFaultException>(HandleAsync);
        clock.Advance(TimeSpan.FromSeconds(1));
        fetch.Fault = new AuthenticationFailedException("the secret was refused.", ["SPOTIFY_CLIENT_SECRET"]);
        await HandleAsync();
        Assert.Empty(fetch.Asked);
    }

    private Task HandleAsync()
    {
        var consumer = ActivatorUtilities.CreateInstance<WeeklyDueConsumer>(services);
        var due = new ConsumedEvent<JobDue>(LakeRegistration.WeeklyJob, "1", 0, EventHeaders.Empty, new JobDue { Job = LakeRegistration.WeeklyJob });
        return consumer.HandleAsync(new EventBatch<JobDue>(new TopicPartition(Topics.EnrichmentDue.Name, 0), 1, [due]), CancellationToken.None);
    }

    private Task RunAsync()
    {
        progress.Clear();
        return services.GetRequiredService<WeeklyEnrichment>().RunAsync(LakeTarget.Of("prd"), bucket: null, Output, new Lines(progress), CancellationToken.None);
    }

    private async Task<IReadOnlyList<string>> HubAsync() =>
        RowText.Of(await services.GetRequiredService<ISqlWarehouse>().QueryAsync(Hub, new Dictionary<string, object>(), CancellationToken.None));

    private void Hear(string artist, long plays) => heard.Add(new ArtistListening(artist, null, plays, 1, plays * 60_000, clock.GetUtcNow().AddDays(-1), clock.GetUtcNow().AddHours(-1)));

    private sealed class Lines(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }

    private sealed class Heard(List<ArtistListening> artists) : IArtistListeningSource
    {
        public IAsyncEnumerable<ArtistListening> ReadAsync(CancellationToken cancellationToken) => artists.ToAsyncEnumerable();
    }
}
