using System.Text.Json;

namespace SpotifyPlatform.ListeningHistory.Tests.Support;

/// <summary>A row of an export, as fields that tests change.</summary>
internal sealed class ExportRow
{
    public const string Ip = "192.0.2.77";
    public const string UserName = "invented-user-name";
    public const string UserAgent = "invented-user-agent";

    private readonly List<KeyValuePair<string, object?>> fields = [];

    public string Json => JsonSerializer.Serialize(fields.ToDictionary(pair => pair.Key, pair => pair.Value));

    /// <summary>The 23 fields of 2024 and later, in their order.</summary>
    public static ExportRow Extended(string ts, long msPlayed, int song = 1) => new ExportRow()
        .With("ts", ts).With("platform", "linux").With("ms_played", msPlayed).With("conn_country", "ZZ").With("ip_addr", Ip)
        .With("master_metadata_track_name", $"Song {song}").With("master_metadata_album_artist_name", "Invented Band")
        .With("master_metadata_album_album_name", "Album").With("spotify_track_uri", Uri(song))
        .With("episode_name", null).With("episode_show_name", null).With("spotify_episode_uri", null)
        .With("audiobook_title", null).With("audiobook_uri", null).With("audiobook_chapter_uri", null).With("audiobook_chapter_title", null)
        .With("reason_start", "trackdone").With("reason_end", "trackdone").With("shuffle", false).With("skipped", false)
        .With("offline", false).With("offline_timestamp", null).With("incognito_mode", false);

    public static ExportRow Short(string endTime, long msPlayed, int song = 1) => new ExportRow()
        .With("endTime", endTime).With("artistName", "Invented Band").With("trackName", $"Song {song}").With("msPlayed", msPlayed);

    public static ExportRow ShortPodcast(string endTime, long msPlayed) => new ExportRow()
        .With("endTime", endTime).With("podcastName", "A Show").With("episodeName", "An Episode").With("msPlayed", msPlayed);

    public static ExportRow ShortAudiobook(string endTime, long msPlayed) => new ExportRow()
        .With("endTime", endTime).With("audiobookName", "A Book").With("chapterName", "One").With("authorName", "A Writer").With("msPlayed", msPlayed);

    public static string Uri(int song) => $"spotify:track:0Invented{song:D14}";

    public ExportRow With(string name, object? value)
    {
        var at = fields.FindIndex(pair => pair.Key == name);
        if (at < 0)
            fields.Add(KeyValuePair.Create(name, value));
        else
            fields[at] = KeyValuePair.Create(name, value);
        return this;
    }

    public ExportRow Without(params string[] names)
    {
        fields.RemoveAll(pair => names.Contains(pair.Key));
        return this;
    }

    /// <summary>No track: what stands in place of one is set by the test.</summary>
    public ExportRow Nameless() => With("master_metadata_track_name", null).With("master_metadata_album_artist_name", null)
        .With("master_metadata_album_album_name", null).With("spotify_track_uri", null);

    public ExportRow Episode() => Nameless().With("episode_name", "An Episode").With("episode_show_name", "A Show").With("spotify_episode_uri", "spotify:episode:0Invented00000000000901");

    public ExportRow Chapter() => Nameless().With("audiobook_title", "A Book").With("audiobook_uri", "spotify:show:0Invented00000000000902")
        .With("audiobook_chapter_uri", "spotify:episode:0Invented00000000000903").With("audiobook_chapter_title", "One");

    /// <summary>The 21 fields of endsong files.</summary>
    public ExportRow AsEndsong() => Without("audiobook_title", "audiobook_uri", "audiobook_chapter_uri", "audiobook_chapter_title", "ip_addr")
        .With("username", UserName).With("ip_addr_decrypted", Ip).With("user_agent_decrypted", UserAgent)
        .With("city", "Nowhere").With("region", "NW").With("metro_code", null).With("longitude", 1.5).With("latitude", -2.5);
}
