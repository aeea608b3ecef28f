using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Lake;
using SpotifyPlatform.Lake.Listening;
using SpotifyPlatform.Lake.Weekly;
using SpotifyPlatform.SpotifyApiEnricher.Consumers;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Store;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Consumers;

/// <summary>What is published of the store, and that no secret is in it.</summary>
public sealed class OutboxPublisherTests : IDisposable
{
    private readonly SpotifyWorld world = new();
    private readonly RecordedEvents events = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Run_PublishesPlaysAndEnrichedRowsOnce()
    {
        await ReplayTests.IngestAsync(world);
        await RunAsync();
        var plays = events.Of<PlaysObserved>().SelectMany(message => message.Plays).ToList();
        Assert.Equal(30, plays.Count);
        Assert.Equal(SpotifyWorld.Account, Assert.Single(events.Of<PlaysObserved>()).Account);
        Assert.Equal(
            ($"spotify:track:{FakeLibrary.TrackId(0)}", "Song 0", "Invented Band 0", "Album 0", 181_000L, "playlist"),
            (plays[0].TrackUri, plays[0].TrackName, plays[0].ArtistName, plays[0].AlbumName, plays[0].DurationMs, plays[0].ContextType));
        Assert.Equal(19, events.Of<ArtistEnriched>().Count); // 20 artists, one is not found
        Assert.Equal(SpotifyWorld.Start.ToUnixTimeMilliseconds() / 1000, events.Of<ArtistEnriched>()[0].FetchedAtMs / 1000);
        var count = events.All.Count;
        await RunAsync();
        Assert.Equal(count, events.All.Count);
    }

    [Fact]
    public async Task Run_ThatIsKilledBeforeItsEnd_PublishesAgainUnderTheSameIds()
    {
        await ReplayTests.IngestAsync(world);
        var image = world.Image();
        await RunAsync();
        using var next = new SpotifyWorld(image: image);
        var again = new RecordedEvents();
        await new OutboxPublisher(next.Get<IOutbox>(), again).RunAsync(CancellationToken.None);
        Assert.Equal(events.Ids, again.Ids);
    }

    [Fact]
    public async Task Secrets_AreInNoLogErrorFileOrEvent()
    {
        world.Api.RotatesRefreshTokens = true;
        world.Api.Faults = number => number % 5 == 0 ? Fault.ServerError : number % 7 == 0 ? Fault.Unauthorized : Fault.None;
        await ReplayTests.IngestAsync(world);
        world.Api.Faults = _ => Fault.Unauthorized;
        var failed = await world.PollAsync();
        world.Api.TokenAnswer = () => FakeSpotify.Error(System.Net.HttpStatusCode.BadRequest, $"{FakeSpotify.RefreshToken}-0 is unknown");
        world.Restart();
        var refused = await world.PollAsync();
        // The weekly job with refused credentials: what it throws is logged and shown as it is.
        world.Heard.Add(new ArtistListening("Not asked about yet", null, 1, 1, 60_000, SpotifyWorld.Start.AddDays(-1), SpotifyWorld.Start.AddDays(-1)));
        var output = world.Get<Microsoft.Extensions.Options.IOptions<LakeOptions>>().Value.OutputFolder;
        var weekly = await Assert.ThrowsAsync<WeeklyStepException>(() =>
            world.Get<WeeklyEnrichment>().RunAsync(LakeTarget.Of("prd"), bucket: null, output, progress: null, CancellationToken.None));
        await RunAsync();

        var texts = new List<string> { world.Logs.Text, failed.Detail, refused.Detail, $"{failed.Failure}", $"{refused.Failure}", $"{weekly}", string.Join('\n', events.All.Select(message => message.ToString())) };
        foreach (var secret in new[] { FakeSpotify.AccessToken, FakeSpotify.RefreshToken, FakeSpotify.ClientSecret })
        {
            Assert.All(texts, text => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
            foreach (var file in Directory.EnumerateFiles(world.Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != ".env"))
                Assert.False(SpotifyWorld.Contains(file, secret), $"{file} has a secret");
        }

        Assert.Contains("Job", world.Logs.Text, StringComparison.Ordinal);
    }

    private Task RunAsync() => new OutboxPublisher(world.Get<IOutbox>(), events).RunAsync(CancellationToken.None);

    private sealed class RecordedEvents : IEventPublisher
    {
        public List<IMessage> All { get; } = [];

        public List<string> Ids { get; } = [];

        public List<T> Of<T>() => [.. All.OfType<T>()];

        public Task PublishAsync<TEvent>(Topic<TEvent> topic, IReadOnlyList<OutgoingEvent<TEvent>> events, CancellationToken cancellationToken)
            where TEvent : class, IMessage<TEvent>
        {
            All.AddRange(events.Select(e => e.Event));
            Ids.AddRange(events.Select(e => e.Id));
            return Task.CompletedTask;
        }
    }
}
