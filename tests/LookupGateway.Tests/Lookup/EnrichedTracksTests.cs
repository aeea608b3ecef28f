using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.LookupGateway.Api;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace SpotifyPlatform.LookupGateway.Tests.Lookup;

/// <summary>Answers of the Web API as live rows of the read API.</summary>
public sealed class EnrichedTracksTests
{
    private static readonly TrackId Seven = Gateway.Id(7);
    private static readonly ArtistId Band = new(7);

    [Fact]
    public async Task GetTrack_ThatTheWebApiWasAskedAbout_HasItsValuesAndTheCataloguesForTheRest()
    {
        await using var gateway = new Gateway(new FakeCatalog(FakeCatalog.Track(Seven, "Seven", 50)));
        await gateway.Get<IEnrichedRows>().SaveAsync([new TrackEnriched { TrackId = $"{Seven}", ReleaseDate = "2021-05-06", Popularity = 61, FetchedAtMs = 10 }], CancellationToken.None);
        var track = (await gateway.Get<LookupApi>().GetTrackAsync(new GetTrackRequest { Track = $"{Seven}" }, CancellationToken.None)).Track;
        Assert.Equal(("Seven", "The Seven", "Album", "2021-05-06", 61, 200_000L), (track.Name, track.Artists.Single().Name, track.Album, track.ReleaseDate, track.Popularity, track.DurationMs));
        Assert.Equal(Source.WebApi, track.Source);
        Assert.Equal(["folk"], track.Genres);
    }

    [Fact]
    public async Task GetTrack_ThatNoDataSetHas_IsAnswered()
    {
        await using var gateway = new Gateway();
        await gateway.Get<IEnrichedRows>().SaveAsync([Song()], CancellationToken.None);
        var track = (await gateway.Lookup.GetTrackAsync($"spotify:track:{Seven}", CancellationToken.None)).Track;
        Assert.Equal(("Song", "Band", "QZZZZ2100007"), (track.Name, track.Artists.Single().Name, track.Isrc?.Code));
        Assert.Equal("tracks", (await Assert.ThrowsAsync<TableNotBuiltException>(() => gateway.Lookup.BatchGetAsync([$"{Seven}", $"{Gateway.Id(8)}"], CancellationToken.None))).Table);
        await using var empty = new Gateway(new FakeCatalog());
        await empty.Get<IEnrichedRows>().SaveAsync([Song()], CancellationToken.None);
        var (tracks, unknown) = await empty.Lookup.BatchGetAsync([$"{Seven}", $"{Gateway.Id(8)}"], CancellationToken.None);
        Assert.Equal([Seven], tracks.Select(found => found.Track.Id));
        Assert.Equal([$"{Gateway.Id(8)}"], unknown);
    }

    [Fact]
    public async Task Genres_OfEnrichedArtists_TakeThePlaceOfTheCataloguesAndAnEmptyListDoesNot()
    {
        await using var gateway = new Gateway(new FakeCatalog(FakeCatalog.Track(Seven, "Seven", 50)));
        var rows = gateway.Get<IEnrichedRows>();
        await rows.SaveAsync([new ArtistEnriched { ArtistId = $"{Band}", Name = "The Seven", FetchedAtMs = 5 }], CancellationToken.None);
        Assert.Equal(["folk"], (await gateway.Lookup.GetTrackAsync($"{Seven}", CancellationToken.None)).Track.Genres);
        await rows.SaveAsync([new ArtistEnriched { ArtistId = $"{Band}", Name = "The Seven", Genres = { "indie rock" }, FetchedAtMs = 6 }], CancellationToken.None);
        await rows.SaveAsync([new ArtistEnriched { ArtistId = $"{Band}", Name = "The Seven", FetchedAtMs = 7 }], CancellationToken.None);
        Assert.Equal(["indie rock"], (await gateway.Lookup.GetTrackAsync($"{Seven}", CancellationToken.None)).Track.Genres);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("spotify:artist:{0}")]
    [InlineData("https://open.spotify.com/intl-de/artist/{0}?si=x")]
    public async Task GetArtist_ByEveryName_IsTheRowOfTheWebApi(string form)
    {
        await using var gateway = new Gateway();
        await gateway.Get<IEnrichedRows>().SaveAsync([Artist()], CancellationToken.None);
        var request = new GetArtistRequest { Artist = form.Replace("{0}", $"{Band}", StringComparison.Ordinal) };
        var artist = (await gateway.Get<LookupApi>().GetArtistAsync(request, CancellationToken.None)).Artist;
        Assert.Equal(("Band", 44, 1_000_000L, 10L, Source.WebApi), (artist.Name, artist.Popularity, artist.Followers, artist.FetchedAtMs, artist.Source));
        Assert.Equal(["indie rock"], artist.Genres);
        Assert.Equal(640, artist.Images.Single().Width);
    }

    [Fact]
    public async Task GetArtist_ThatIsUnknownOrNone_IsAnError()
    {
        await using var gateway = new Gateway();
        var artists = gateway.Get<ArtistLookup>();
        Assert.Equal("artists", (await Assert.ThrowsAsync<TableNotBuiltException>(() => artists.GetAsync($"{Band}", CancellationToken.None))).Table);
        await Assert.ThrowsAsync<MalformedNameException>(() => artists.GetAsync($"spotify:track:{Seven}", CancellationToken.None));
        await Assert.ThrowsAsync<MalformedNameException>(() => artists.GetAsync("nobody", CancellationToken.None));
    }

    [Fact]
    public async Task Events_OfTheBus_AreAnsweredOverJson()
    {
        await using var gateway = await HostedGateway.StartAsync(tracks: FakeCatalog.Track(Seven, "Seven", 50));
        var publisher = gateway.Services.GetRequiredService<IEventPublisher>();
        await publisher.PublishAsync(Topics.TrackEnriched, [new OutgoingEvent<TrackEnriched>("1", Song()), new OutgoingEvent<TrackEnriched>("2", new TrackEnriched { TrackId = "none" })], CancellationToken.None);
        await publisher.PublishAsync(Topics.ArtistEnriched, [new OutgoingEvent<ArtistEnriched>("3", Artist()), new OutgoingEvent<ArtistEnriched>("4", Artist())], CancellationToken.None);
        var track = await UntilAsync(gateway, $"v1/tracks/{Seven}", text => text.Contains("\"Song\"", StringComparison.Ordinal) && text.Contains("indie rock", StringComparison.Ordinal));
        Assert.Contains("SOURCE_WEB_API", track, StringComparison.Ordinal);
        Assert.Contains("\"followers\": \"1000000\"", await UntilAsync(gateway, $"v1/artists/{Band}", text => text.Length > 0), StringComparison.Ordinal);
    }

    private static TrackEnriched Song() => new()
    {
        TrackId = $"{Seven}", Name = "Song", Artists = { new CreditedArtist { ArtistId = $"{Band}", Name = "Band" } }, Isrc = "QZZZZ2100007", FetchedAtMs = 10,
    };

    private static ArtistEnriched Artist() => new()
    {
        ArtistId = $"{Band}", Name = "Band", Genres = { "indie rock" }, Popularity = 44, Followers = 1_000_000, FetchedAtMs = 10,
        Images = { new Contracts.Enrichment.V1.Image { Url = "https://example.invalid/7", Width = 640, Height = 640 } },
    };

    private static async Task<string> UntilAsync(HostedGateway gateway, string path, Func<string, bool> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var response = await gateway.Http.GetAsync(new Uri(path, UriKind.Relative), patience.Token);
            if (response.IsSuccessStatusCode && await response.Content.ReadAsStringAsync(patience.Token) is var text && reached(text))
                return text;
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }
}
