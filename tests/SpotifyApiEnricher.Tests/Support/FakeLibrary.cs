using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

/// <summary>What the fake Web API knows: invented artists and tracks, one user with plays and playlists.</summary>
internal sealed class FakeLibrary
{
    public const string Me = "invented_user";
    private const int KeptPlays = 50;

    /// <summary>Plays in the order of time: track number, end, playlist or null.</summary>
    public List<(int Track, DateTimeOffset At, string? Playlist)> Plays { get; } = [];

    /// <summary>Playlists by id: owner, and numbers of tracks.</summary>
    public Dictionary<string, (string Owner, List<int> Tracks)> Playlists { get; } = [];

    /// <summary>Playlists in the list of the user.</summary>
    public List<string> MyPlaylists { get; } = [];

    public HashSet<string> MissingArtists { get; } = [];

    public HashSet<string> ArtistsWithoutGenres { get; } = [];

    public int Artists { get; set; } = 20;

    public static string TrackId(int number) => $"0Track{number:D16}";

    public static string ArtistId(int number) => $"1Artist{number:D15}";

    public static string PlaylistId(int number) => $"2Playlist{number:D13}";

    public void Play(int track, DateTimeOffset at, string? playlist = null) => Plays.Add((track, at, playlist));

    public HttpResponseMessage Answer(string path, DateTimeOffset now, bool isExtended, bool isOf2026)
    {
        var (route, query) = Split(path);
        return route switch
        {
            ["me"] => FakeSpotify.Json(User(Me, "Invented User")),
            ["me", "player", "recently-played"] => FakeSpotify.Json(RecentlyPlayed(now)),
            ["me", "playlists"] => FakeSpotify.Json(List(Number(query, "offset"), Number(query, "limit"), isOf2026)),
            ["me", "following"] => isExtended ? FakeSpotify.Json(Followed()) : Forbidden(),
            ["users", var id] => isExtended ? FakeSpotify.Json(User(id, $"Name of {id}")) : Forbidden(),
            ["playlists", var id] => Playlists.ContainsKey(id) ? FakeSpotify.Json(Playlist(id, isOf2026, withItems: IsMine(id))) : NotFound(),
            ["playlists", var id, "items"] when isOf2026 => !Playlists.ContainsKey(id) ? NotFound() : IsMine(id) ? FakeSpotify.Json(Page(id, Number(query, "offset"), Number(query, "limit"), isOf2026)) : Forbidden(),
            ["playlists", var id, "tracks"] when !isOf2026 => Playlists.ContainsKey(id) ? FakeSpotify.Json(Page(id, Number(query, "offset"), Number(query, "limit"), isOf2026)) : NotFound(),
            ["artists"] => isExtended ? FakeSpotify.Json(new JsonObject { ["artists"] = Many(query["ids"], Artist) }) : Forbidden(),
            ["tracks"] => isExtended ? FakeSpotify.Json(new JsonObject { ["tracks"] = Many(query["ids"], id => Track(id, isExtended)) }) : Forbidden(),
            ["artists", var id] => Artist(id) is { } artist ? FakeSpotify.Json(artist) : NotFound(),
            ["tracks", var id] => Track(id, isExtended) is { } track ? FakeSpotify.Json(track) : NotFound(),
            ["search"] => FakeSpotify.Json(Search(query["q"])),
            _ => NotFound(),
        };

        bool IsMine(string id) => !isOf2026 || Playlists[id].Owner == Me;
    }

    private static HttpResponseMessage Forbidden() => FakeSpotify.Error(HttpStatusCode.Forbidden, "Forbidden");

    private static HttpResponseMessage NotFound() => FakeSpotify.Error(HttpStatusCode.NotFound, "Resource not found");

    private static (string[] Route, Dictionary<string, string> Query) Split(string path)
    {
        var parts = path.Split('?');
        var query = parts.Length == 1 ? [] : parts[1].Split('&').Select(field => field.Split('=', 2)).ToDictionary(field => field[0], field => Uri.UnescapeDataString(field[1]));
        return (parts[0].Split('/').Select(Uri.UnescapeDataString).ToArray(), query);
    }

    private static int Number(Dictionary<string, string> query, string name) => int.Parse(query[name], CultureInfo.InvariantCulture);

    private static JsonArray Many(string ids, Func<string, JsonObject?> one) => new([.. ids.Split(',').Select(one)]);

    private JsonObject RecentlyPlayed(DateTimeOffset now)
    {
        var items = Plays.Where(play => play.At <= now).OrderByDescending(play => play.At).Take(KeptPlays).Select(play => (JsonNode)new JsonObject
        {
            ["track"] = Track(TrackId(play.Track), isExtended: false),
            ["played_at"] = play.At.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            ["context"] = play.Playlist is null ? null : new JsonObject { ["type"] = "playlist", ["uri"] = $"spotify:playlist:{play.Playlist}" },
        }).ToArray();
        return new JsonObject { ["items"] = new JsonArray(items), ["next"] = null, ["limit"] = KeptPlays };
    }

    private JsonObject List(int offset, int limit, bool isOf2026) => new()
    {
        ["items"] = new JsonArray([.. MyPlaylists.Skip(offset).Take(limit).Select(id => Playlist(id, isOf2026, withItems: false))]),
        ["next"] = offset + limit < MyPlaylists.Count ? "https://api.spotify.com/v1/me/playlists?more" : null,
        ["total"] = MyPlaylists.Count,
    };

    private JsonObject Playlist(string id, bool isOf2026, bool withItems)
    {
        var json = new JsonObject
        {
            ["id"] = id, ["name"] = $"Playlist {id[^3..]}", ["public"] = true, ["collaborative"] = false, ["description"] = "Invented.", ["uri"] = $"spotify:playlist:{id}",
            ["owner"] = new JsonObject { ["id"] = Playlists[id].Owner, ["display_name"] = $"Owner {Playlists[id].Owner}", ["type"] = "user" },
            ["images"] = new JsonArray(new JsonObject { ["url"] = "https://example.invalid/p", ["width"] = 640, ["height"] = 640 }),
        };
        json[isOf2026 ? "items" : "tracks"] = withItems ? Page(id, 0, 100, isOf2026) : new JsonObject { ["total"] = Playlists[id].Tracks.Count };
        return json;
    }

    private JsonObject Page(string id, int offset, int limit, bool isOf2026)
    {
        var tracks = Playlists[id].Tracks;
        return new JsonObject
        {
            ["items"] = new JsonArray([.. tracks.Skip(offset).Take(limit).Select(track => (JsonNode)new JsonObject
            {
                ["added_at"] = "2024-01-01T00:00:00Z", ["added_by"] = new JsonObject { ["id"] = Me }, ["is_local"] = false,
                [isOf2026 ? "item" : "track"] = Track(TrackId(track), isExtended: false),
            })]),
            ["next"] = offset + limit < tracks.Count ? "https://api.spotify.com/v1/more" : null,
        };
    }

    private static JsonObject User(string id, string name) => new()
    {
        ["id"] = id, ["display_name"] = name, ["uri"] = $"spotify:user:{id}", ["type"] = "user", ["account_id"] = $"account-of-{id}",
        ["images"] = new JsonArray(new JsonObject { ["url"] = "https://example.invalid/u", ["width"] = null, ["height"] = null }),
    };

    private static JsonObject Followed() => new() { ["users"] = new JsonObject { ["items"] = new JsonArray(User("followed_user", "Followed")) } };

    private JsonObject? Artist(string id)
    {
        if (MissingArtists.Contains(id) || !id.StartsWith("1Artist", StringComparison.Ordinal))
            return null;
        var number = int.Parse(id.AsSpan(7), CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["id"] = id, ["name"] = $"Invented Band {number}", ["uri"] = $"spotify:artist:{id}", ["type"] = "artist", ["popularity"] = number % 100,
            ["followers"] = new JsonObject { ["href"] = null, ["total"] = 1000.0 * number },
            ["genres"] = ArtistsWithoutGenres.Contains(id) ? new JsonArray() : new JsonArray($"genre {number % 5}", "invented pop"),
            ["images"] = new JsonArray([.. new[] { 640, 320, 160 }.Select(size => (JsonNode)new JsonObject { ["url"] = $"https://example.invalid/{number}/{size}", ["height"] = size, ["width"] = size })]),
        };
    }

    private JsonObject? Track(string id, bool isExtended)
    {
        if (!id.StartsWith("0Track", StringComparison.Ordinal))
            return null;
        var number = int.Parse(id.AsSpan(6), CultureInfo.InvariantCulture);
        var artist = ArtistId(number % Artists);
        var track = new JsonObject
        {
            ["id"] = id, ["name"] = $"Song {number}", ["uri"] = $"spotify:track:{id}", ["type"] = "track", ["duration_ms"] = 181000 + number, ["explicit"] = number % 2 == 0,
            ["is_local"] = false, ["external_ids"] = new JsonObject { ["isrc"] = $"QZZZZ21{number:D5}" },
            ["artists"] = new JsonArray(new JsonObject { ["id"] = artist, ["name"] = $"Invented Band {number % Artists}", ["uri"] = $"spotify:artist:{artist}" }),
            ["album"] = new JsonObject { ["id"] = $"3Album{number % 10:D16}", ["name"] = $"Album {number % 10}", ["release_date"] = "2021-05-06", ["uri"] = "spotify:album:x", ["images"] = new JsonArray() },
        };
        if (isExtended)
            track["popularity"] = number % 100;
        return track;
    }

    private JsonObject Search(string query)
    {
        var name = query.Split('"')[1];
        var found = Enumerable.Range(0, Artists).Select(number => Artist(ArtistId(number))).OfType<JsonObject>().Where(artist => artist["name"]!.GetValue<string>().StartsWith(name, StringComparison.OrdinalIgnoreCase)).Take(10);
        return new JsonObject { ["artists"] = new JsonObject { ["items"] = new JsonArray([.. found]) } };
    }
}
