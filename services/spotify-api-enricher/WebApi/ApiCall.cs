using SpotifyPlatform.SpotifyApiEnricher.Quotas;

namespace SpotifyPlatform.SpotifyApiEnricher.WebApi;

/// <summary>A request of the Web API.</summary>
/// <param name="Kind">What the answer is; decides how it is mapped.</param>
/// <param name="Path">Path and query below the API's address.</param>
/// <param name="Account">Whose token is used; null: the application's own.</param>
/// <param name="Subject">What is asked for, where the answer does not say: ids in their order, a playlist and the position of its first item, a name.</param>
internal sealed record ApiCall(ApiKind Kind, string Path, string? Account, RequestPriority Priority, string Subject)
{
    public const int BatchSize = 50;
    private const int PageSize = 50;

    public static ApiCall Me(string account) => new(ApiKind.Me, "me", account, RequestPriority.Job, "");

    /// <summary>The last plays, whatever the cursor says: an overlap costs nothing, and a play that was reported late is not missed.</summary>
    public static ApiCall RecentlyPlayed(string account) => new(ApiKind.RecentlyPlayed, $"me/player/recently-played?limit={PageSize}", account, RequestPriority.Job, "");

    public static ApiCall MyPlaylists(string account, int offset) =>
        new(ApiKind.MyPlaylists, $"me/playlists?limit={PageSize}&offset={offset}", account, RequestPriority.Job, $"{offset}");

    public static ApiCall Playlist(string account, string id) =>
        new(ApiKind.Playlist, $"playlists/{Uri.EscapeDataString(id)}", account, RequestPriority.Job, id);

    /// <param name="itemsPath">False for the path that applications with extended quota had before 2026.</param>
    public static ApiCall PlaylistItems(string account, string id, int offset, bool itemsPath) => new(
        ApiKind.PlaylistItems, $"playlists/{Uri.EscapeDataString(id)}/{(itemsPath ? "items" : "tracks")}?limit={PageSize}&offset={offset}", account, RequestPriority.Job, $"{id} {offset}");

    public static ApiCall User(string account, string id) => new(ApiKind.User, $"users/{Uri.EscapeDataString(id)}", account, RequestPriority.Job, id);

    public static ApiCall FollowedUsers(string account) => new(ApiKind.FollowedUsers, $"me/following?type=user&limit={PageSize}", account, RequestPriority.Job, "");

    public static ApiCall Artists(string? account, IReadOnlyList<string> ids, RequestPriority priority) =>
        new(ApiKind.Artists, $"artists?ids={string.Join(',', ids)}", account, priority, string.Join(',', ids));

    public static ApiCall Artist(string? account, string id, RequestPriority priority) => new(ApiKind.Artist, $"artists/{id}", account, priority, id);

    public static ApiCall Tracks(string? account, IReadOnlyList<string> ids, RequestPriority priority) =>
        new(ApiKind.Tracks, $"tracks?ids={string.Join(',', ids)}", account, priority, string.Join(',', ids));

    public static ApiCall Track(string? account, string id, RequestPriority priority) => new(ApiKind.Track, $"tracks/{id}", account, priority, id);

    public static ApiCall SearchArtist(string? account, string name, RequestPriority priority) => new(
        ApiKind.ArtistSearch, $"search?type=artist&limit=10&q={Uri.EscapeDataString($"artist:\"{name.Replace("\"", "", StringComparison.Ordinal)}\"")}", account, priority, name);
}

/// <summary>Endpoints; stored with raw answers, so numbers are not used twice.</summary>
internal enum ApiKind
{
    Me = 1,
    RecentlyPlayed = 2,
    MyPlaylists = 3,
    Playlist = 4,
    PlaylistItems = 5,
    User = 6,
    FollowedUsers = 7,
    Artists = 8,
    Artist = 9,
    Tracks = 10,
    Track = 11,
    ArtistSearch = 12,
}
