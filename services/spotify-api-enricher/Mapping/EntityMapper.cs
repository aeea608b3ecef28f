using System.Text.Json;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.SpotifyApiEnricher.Mapping;

/// <summary>Maps tracks, albums, artists, playlists and users, wherever an answer has them.</summary>
internal sealed class EntityMapper(MappedAnswer answer)
{
    private const int MaxGenres = 100;
    private const int MaxArtists = 200;
    private const string LocalPrefix = "spotify:local:";

    /// <param name="asked">The id that was asked for; null where the answer itself chooses.</param>
    /// <returns>The artist's id; null for what has none.</returns>
    public string? Artist(JsonElement json, string? asked = null)
    {
        if (json.ValueKind != JsonValueKind.Object || (asked ?? json.Id()) is not { } id)
            return null;
        answer.Artists.Add(new MappedArtist(
            id, json.Text("name"), json.Text("uri"), json.Images(), Genres(json), Percentage(json.Count("popularity")), json.Member("followers")?.Count("total")));
        return id;
    }

    /// <summary>A track; its identity is the id that was asked for or added (<c>linked_from</c>), not that of the track which is played in its place.</summary>
    /// <inheritdoc cref="Artist" path="/param"/>
    /// <returns>The track; null for what is none.</returns>
    public MappedTrack? Track(JsonElement json, string? asked = null)
    {
        if (json.ValueKind != JsonValueKind.Object || json.Text("type") is not (null or "track"))
            return null;
        var uri = json.Text("uri");
        var isLocal = json.Flag("is_local") == true || uri?.StartsWith(LocalPrefix, StringComparison.Ordinal) == true;
        var own = json.Id();
        var id = isLocal ? uri : asked ?? json.Member("linked_from")?.Id() ?? own;
        if (id is null)
            return null;
        var isRelinked = !isLocal && own is not null && own != id;
        var track = new MappedTrack(
            id, json.Text("name"), json.Member("album") is { } album ? Album(album) : null, json.Count("duration_ms"), Percentage(json.Count("popularity")),
            isRelinked ? $"spotify:track:{id}" : uri, isLocal, json.Flag("explicit"), IsrcOf(json), isRelinked ? own : null,
            [.. json.Items("artists").Take(MaxArtists).Select(artist => Artist(artist)).OfType<string>().Distinct()]);
        answer.Tracks.Add(track);
        return track;
    }

    public MappedPlaylist? Playlist(JsonElement json)
    {
        if (json.Id() is not { } id)
            return null;
        var playlist = new MappedPlaylist(
            id, json.Text("name"), json.Member("owner") is { } owner ? User(owner) : null, json.Flag("public"), json.Flag("collaborative"),
            json.Text("description"), json.Text("uri"), json.Images());
        answer.Playlists.Add(playlist);
        return playlist;
    }

    /// <returns>The user's id.</returns>
    public string? User(JsonElement json)
    {
        if (json.Text("id") is not { Length: <= 256 } id)
            return null;
        answer.Users.Add(new MappedUser(id, json.Text("display_name"), json.Text("uri"), json.Images(), json.Text("account_id")));
        return id;
    }

    private string? Album(JsonElement json)
    {
        if (json.Id() is not { } id)
            return null;
        answer.Albums.Add(new MappedAlbum(id, json.Text("name"), ReleaseDate(json.Text("release_date")), json.Text("uri"), json.Images()));
        return id;
    }

    /// <summary>Null where the answer has no list: an application may not be told genres at all.</summary>
    private static List<string>? Genres(JsonElement json) => json.Member("genres") is { ValueKind: JsonValueKind.Array }
        ? [.. json.Items("genres").Where(genre => genre.ValueKind == JsonValueKind.String).Select(genre => genre.GetString()!).Where(genre => genre.Length is > 0 and <= 200).Distinct().Take(MaxGenres)]
        : null;

    private static string? IsrcOf(JsonElement json) => Isrc.TryParse(json.Member("external_ids")?.Text("isrc"), out var isrc) ? isrc.Code : null;

    private static long? Percentage(long? value) => value is >= 0 and <= 100 ? value : null;

    /// <summary>Spotify writes the year 0000 where it knows none.</summary>
    private static string? ReleaseDate(string? text)
    {
        if (text is not { Length: 4 or 7 or 10 } || text.StartsWith("0000", StringComparison.Ordinal))
            return null;
        return DateOnly.TryParseExact($"{text}{"-01-01"[..(10 - text.Length)]}", "yyyy-MM-dd", out _) ? text : null;
    }
}
