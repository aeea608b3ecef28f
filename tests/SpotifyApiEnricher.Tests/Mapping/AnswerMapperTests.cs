using System.Text;
using SpotifyPlatform.SpotifyApiEnricher.Mapping;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Mapping;

/// <summary>Answers that broke other clients, and recorded ones.</summary>
public sealed class AnswerMapperTests
{
    private const string One = "1Artist000000000000001";
    private const string Two = "1Artist000000000000002";
    private const string Three = "1Artist000000000000003";

    [Fact]
    public void Artists_WithANull_BelongToTheIdsThatWereAskedFor()
    {
        var answer = Map(ApiKind.Artists, $"{One},{Two},{Three}", $$"""
            {"artists": [{"id": "{{One}}", "name": "A", "genres": [], "popularity": 55.0, "followers": {"href": null, "total": 4.9022656E7}, "images": [{"height": 640.0, "width": 640.0, "url": "u"}]},
            null, {"id": "{{Three}}", "name": "C", "genres": ["test pop"], "images": []}]}
            """);
        Assert.Equal([(One, true), (Two, false), (Three, true)], answer.Requested);
        Assert.Equal((55L, 49_022_656L, """[{"url":"u","width":640,"height":640}]"""), (answer.Artists[0].Popularity!.Value, answer.Artists[0].Followers!.Value, answer.Artists[0].ImagesJson));
        Assert.Equal((Three, null, null), (answer.Artists[1].Id, answer.Artists[1].Popularity, answer.Artists[1].Followers));
    }

    [Fact]
    public void PlaylistItems_OfEveryKind_AreTold()
    {
        var answer = Map(ApiKind.PlaylistItems, "2Playlist0000000000001 50", """
            {"items": [{"added_at": null, "is_local": false, "track": null},
            {"is_local": true, "track": {"id": null, "uri": "spotify:local:::Song+9:181", "name": "Song 9", "duration_ms": 181000.0, "is_local": true, "album": {"id": null}, "artists": [{"id": null, "name": ""}]}},
            {"track": {"id": "0Case00000000000000002", "linked_from": {"id": "0Case00000000000000001"}, "uri": "spotify:track:0Case00000000000000002", "name": "Song 1", "external_ids": {"isrc": "QZ-ZZZ-21-00001"},
              "album": {"id": "3Album0000000000000001", "release_date": "0000"}, "artists": []}},
            {"item": {"type": "episode", "id": "0Case00000000000000900", "name": "An Episode"}}], "next": null}
            """);
        Assert.Equal(["vanished", "local", "track", "episode"], answer.Page!.Items.Select(item => item.Kind));
        Assert.Equal([50, 51, 52, 53], answer.Page.Items.Select(item => item.Position));
        Assert.Equal(("0Case00000000000000001", "0Case00000000000000002"), (answer.Page.Items[2].TrackId, answer.Page.Items[2].PlayedTrackId));
        Assert.True(answer.Page.IsLast);
        var relinked = answer.Tracks[1];
        Assert.Equal(("QZZZZ2100001", "0Case00000000000000002", "spotify:track:0Case00000000000000001"), (relinked.Isrc, relinked.RelinkedId, relinked.Uri));
        Assert.Equal("spotify:local:::Song+9:181", answer.Tracks[0].Id);
        Assert.Null(Assert.Single(answer.Albums).ReleaseDate);
    }

    [Fact]
    public void Playlist_InBothForms_HasTheSameRows()
    {
        const string Track = """{"id": "0Case00000000000000001", "name": "Song 1", "type": "track"}""";
        var older = Map(ApiKind.Playlist, "2Playlist0000000000001", $$"""{"id": "2Playlist0000000000001", "tracks": {"items": [{"track": {{Track}} }], "next": null} }""");
        var newer = Map(ApiKind.Playlist, "2Playlist0000000000001", $$"""{"id": "2Playlist0000000000001", "items": {"items": [{"item": {{Track}} }], "next": null} }""");
        Assert.Equal(older.Page!.Items, newer.Page!.Items);
        Assert.Equal(older.Tracks.Select(track => track.Id), newer.Tracks.Select(track => track.Id));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"items": 3, "artists": "x", "id": 7, "tracks": [[]]}""")]
    public void Answer_OfAnotherShape_HasNoRows(string json)
    {
        foreach (var kind in Enum.GetValues<ApiKind>())
        {
            var answer = Map(kind, kind == ApiKind.PlaylistItems ? "2Playlist0000000000001 0" : kind is ApiKind.Artist or ApiKind.Track or ApiKind.Artists or ApiKind.Tracks ? "" : "x", json);
            Assert.Empty(answer.Plays);
            Assert.DoesNotContain(answer.Requested, requested => requested.Found && requested.Id.Length > 0);
        }
    }

    [Fact]
    public void Plays_WithoutATime_AreCountedAsMalformed()
    {
        var answer = Map(ApiKind.RecentlyPlayed, "", """
            {"items": [{"played_at": "2016-12-13T20:44:04.589Z", "track": {"id": "0Case00000000000000001"}, "context": {"type": "playlist", "uri": "spotify:user:u:playlist:2Playlist0000000000001"}},
            {"played_at": "yesterday", "track": {"id": "0Case00000000000000001"}}, {"track": null, "played_at": "2016-12-13T20:44:04.589Z"}]}
            """);
        Assert.Equal((3, 2), (answer.Fetched, answer.Malformed));
        Assert.Equal((1_481_661_844_589, "2Playlist0000000000001"), (Assert.Single(answer.Plays).PlayedAtMs, answer.Plays[0].PlaylistId));
    }

    [Fact]
    public void Search_TakesTheArtistOfExactlyThatName()
    {
        var answer = Map(ApiKind.ArtistSearch, "the band", $$"""
            {"artists": {"items": [{"id": "{{One}}", "name": "The Band and others", "popularity": 90}, {"id": "{{Two}}", "name": "The Band", "popularity": 3}, {"id": "{{Three}}", "name": "THE BAND", "popularity": 50}] } }
            """);
        Assert.Equal(Three, answer.SearchedArtist);
        Assert.Null(Map(ApiKind.ArtistSearch, "nobody", """{"artists": {"items": []}}""").SearchedArtist);
    }

    /// <summary>Recorded answers of public projects, where they are on this machine.</summary>
    [SkippableTheory]
    [InlineData(ApiKind.RecentlyPlayed, "", "spotify-web-api-js/__test__/fixtures/recently_played_tracks.json")]
    [InlineData(ApiKind.RecentlyPlayed, "", "spotify-web-api-java/src/test/fixtures/requests/data/player/GetCurrentUsersRecentlyPlayedTracksRequest.json")]
    [InlineData(ApiKind.Me, "", "spotify-web-api-js/__test__/fixtures/me.json")]
    [InlineData(ApiKind.Me, "", "spotify-web-api-java/src/test/fixtures/requests/data/users_profile/GetCurrentUsersProfileRequest.json")]
    [InlineData(ApiKind.MyPlaylists, "0", "spotify-web-api-java/src/test/fixtures/requests/data/playlists/GetListOfCurrentUsersPlaylistsRequest.json")]
    [InlineData(ApiKind.Playlist, "x", "spotify-web-api-js/__test__/fixtures/playlist.json")]
    [InlineData(ApiKind.PlaylistItems, "x 0", "spotify-web-api-js/__test__/fixtures/playlist_tracks.json")]
    [InlineData(ApiKind.PlaylistItems, "x 0", "spotify-web-api-java/src/test/fixtures/requests/data/playlists/GetPlaylistsItemsRequest_Episode.json")]
    [InlineData(ApiKind.Artist, "0LcJLqbBmaGUft1e9Mm8HV", "spotify-web-api-js/__test__/fixtures/artist.json")]
    [InlineData(ApiKind.Artists, "a,b", "spotify-web-api-java/src/test/fixtures/requests/data/artists/GetSeveralArtistsRequest.json")]
    [InlineData(ApiKind.Track, "a", "spotify-web-api-js/__test__/fixtures/track.json")]
    [InlineData(ApiKind.Tracks, "a,b", "spotify-web-api-js/__test__/fixtures/tracks.json")]
    [InlineData(ApiKind.ArtistSearch, "Satan I Gatan", "spotify-web-api-js/__test__/fixtures/search_artist.json")]
    public void RecordedAnswers_AreMappedWithoutLoss(object kind, string subject, string file)
    {
        var samples = Environment.GetEnvironmentVariable("SPOTIFYPLATFORM_SAMPLES");
        Skip.If(string.IsNullOrEmpty(samples), "SPOTIFYPLATFORM_SAMPLES names no folder with recorded answers.");
        var answer = AnswerMapper.Map((ApiKind)kind, subject, File.ReadAllBytes(Path.Combine(samples, "webapi", file)));
        Assert.True(answer.Fetched > 0);
        Assert.Equal(0, answer.Malformed);
        Assert.True(answer.Artists.Count + answer.Users.Count + (answer.Page?.Items.Count ?? 0) > 0);
        Assert.All(answer.Tracks, track => Assert.NotNull(track.Name));
    }

    private static MappedAnswer Map(ApiKind kind, string subject, string json) => AnswerMapper.Map(kind, subject, Encoding.UTF8.GetBytes(json));
}
