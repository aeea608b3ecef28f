using System.Text;

namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>The fields that are read; every other field of a row, such as IP address, user name and user agent, is skipped.</summary>
internal enum PlayField : byte
{
    Ignored,
    Ts,
    MsPlayed,
    Platform,
    ConnCountry,
    TrackName,
    ArtistName,
    AlbumName,
    TrackUri,
    EpisodeName,
    ShowName,
    EpisodeUri,
    AudiobookTitle,
    AudiobookUri,
    ChapterUri,
    ChapterTitle,
    ReasonStart,
    ReasonEnd,
    Shuffle,
    Skipped,
    Offline,
    OfflineTimestamp,
    IncognitoMode,
    EndTime,
    ShortMsPlayed,
    ShortArtistName,
    ShortTrackName,
    ShortPodcastName,
    ShortEpisodeName,
    ShortAudiobookName,
    ShortChapterName,
    ShortAuthorName,
}

/// <summary>Field names as exports write them.</summary>
internal static class PlayFields
{
    public const int Count = (int)PlayField.ShortAuthorName + 1;

    private static readonly Dictionary<string, PlayField> ByName = new(StringComparer.Ordinal)
    {
        ["ts"] = PlayField.Ts,
        ["ms_played"] = PlayField.MsPlayed,
        ["platform"] = PlayField.Platform,
        ["conn_country"] = PlayField.ConnCountry,
        ["master_metadata_track_name"] = PlayField.TrackName,
        ["master_metadata_album_artist_name"] = PlayField.ArtistName,
        ["master_metadata_album_album_name"] = PlayField.AlbumName,
        ["spotify_track_uri"] = PlayField.TrackUri,
        ["episode_name"] = PlayField.EpisodeName,
        ["episode_show_name"] = PlayField.ShowName,
        ["spotify_episode_uri"] = PlayField.EpisodeUri,
        ["audiobook_title"] = PlayField.AudiobookTitle,
        ["audiobook_uri"] = PlayField.AudiobookUri,
        ["audiobook_chapter_uri"] = PlayField.ChapterUri,
        ["audiobook_chapter_title"] = PlayField.ChapterTitle,
        ["reason_start"] = PlayField.ReasonStart,
        ["reason_end"] = PlayField.ReasonEnd,
        ["shuffle"] = PlayField.Shuffle,
        ["skipped"] = PlayField.Skipped,
        ["offline"] = PlayField.Offline,
        ["offline_timestamp"] = PlayField.OfflineTimestamp,
        ["incognito_mode"] = PlayField.IncognitoMode,
        ["endTime"] = PlayField.EndTime,
        ["msPlayed"] = PlayField.ShortMsPlayed,
        ["artistName"] = PlayField.ShortArtistName,
        ["trackName"] = PlayField.ShortTrackName,
        ["podcastName"] = PlayField.ShortPodcastName,
        ["episodeName"] = PlayField.ShortEpisodeName,
        ["audiobookName"] = PlayField.ShortAudiobookName,
        ["chapterName"] = PlayField.ShortChapterName,
        ["authorName"] = PlayField.ShortAuthorName,
    };

    private static readonly int LongestName = ByName.Keys.Max(name => name.Length);

    /// <summary>The export's name of a field, for messages.</summary>
    public static string Name(this PlayField field) => ByName.First(pair => pair.Value == field).Key;

    public static PlayField Find(ReadOnlySpan<byte> utf8)
    {
        Span<char> name = stackalloc char[LongestName];
        return utf8.Length <= LongestName && Encoding.Latin1.TryGetChars(utf8, name, out var length)
            && ByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[..length], out var field)
            ? field
            : PlayField.Ignored;
    }
}
