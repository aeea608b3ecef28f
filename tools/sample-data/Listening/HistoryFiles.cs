using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SpotifyPlatform.SampleData.Output;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Listening;

/// <summary>
/// Writes a person's exports: the extended history (23 fields, one file per span of years), and the short form of the last twelve
/// months, with the same plays to the minute.
/// </summary>
internal sealed class HistoryFiles(SampleWorld world, Listener listener)
{
    private static readonly (int From, int To)[] Spans = [(2021, 2022), (2023, 2024), (2025, 2025)];
    private static readonly JsonWriterOptions Pretty = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyDictionary<string, long> Write(string folder, StageReporter progress)
    {
        var plays = listener.Plays(world.Options.Plays);
        var counts = new Dictionary<string, long>();
        for (var i = 0; i < Spans.Length; i++)
        {
            var (from, to) = Spans[i];
            var name = $"Streaming_History_Audio_{(from == to ? $"{from}" : $"{from}-{to}")}_{i}.json";
            Play[] rows = [.. plays.Where(play => YearOf(play) >= from && YearOf(play) <= to)];
            WriteExtended(Path.Combine(folder, name), rows, plays.Count, progress);
            counts.Add($"listening/{name}", rows.Length);
        }

        Play[] recent = [.. plays.Where(play => plays.Count > 0 && play.Ts > plays[^1].Ts - 365 * 86_400)];
        counts.Add("listening/StreamingHistory_music_0.json", WriteShort(folder, "music", [.. recent.Where(play => play.Track >= 0)]));
        counts.Add("listening/StreamingHistory_podcast_0.json", WriteShort(folder, "podcast", [.. recent.Where(play => play.Track < 0)]));
        foreach (var (name, count) in Facts(plays))
            counts.Add($"listening/{name}", count);
        return counts;
    }

    private static Dictionary<string, long> Facts(IReadOnlyList<Play> plays) => new()
    {
        ["rows"] = plays.Count,
        ["distinct_rows"] = plays.Distinct().Count(),
        ["music_rows_from_30_s"] = plays.Count(play => play.Track >= 0 && play.MsPlayed >= 30_000),
        ["music_rows_below_30_s"] = plays.Count(play => play.Track >= 0 && play.MsPlayed < 30_000),
        ["podcast_rows"] = plays.Count(play => play.Track < 0),
        ["distinct_tracks"] = plays.Where(play => play.Track >= 0).Select(play => play.Track).Distinct().Count(),
        ["music_ms_played"] = plays.Where(play => play.Track >= 0).Sum(play => (long)play.MsPlayed),
    };

    private void WriteExtended(string path, Play[] plays, int total, StageReporter progress)
    {
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, Pretty);
        json.WriteStartArray();
        foreach (var play in plays)
        {
            WriteRow(json, play);
            progress.Tick(total);
        }

        json.WriteEndArray();
    }

    private void WriteRow(Utf8JsonWriter json, Play play)
    {
        var track = play.Track < 0 ? null : world.Track(play.Track);
        json.WriteStartObject();
        json.WriteString("ts", Time(play.Ts, "yyyy-MM-ddTHH:mm:ssZ"));
        json.WriteString("platform", play.Platform);
        json.WriteNumber("ms_played", play.MsPlayed);
        json.WriteString("conn_country", "DE");
        json.WriteString("ip_addr", "192.0.2.17");
        json.WriteString("master_metadata_track_name", track?.Name);
        json.WriteString("master_metadata_album_artist_name", track is null ? null : world.Artist(track.Artists[0]).Name);
        json.WriteString("master_metadata_album_album_name", track is null ? null : world.Album(track.Album).Name);
        json.WriteString("spotify_track_uri", track is null ? null : $"spotify:track:{track.Id}");
        json.WriteString("episode_name", play.Episode is null ? null : $"Episode {play.Ts % 90}");
        json.WriteString("episode_show_name", play.Episode);
        json.WriteString("spotify_episode_uri", play.Episode is null ? null : $"spotify:episode:{world.IdOf((int)(play.Ts % world.TrackCount))}");
        foreach (var name in (ReadOnlySpan<string>)["audiobook_title", "audiobook_uri", "audiobook_chapter_uri", "audiobook_chapter_title"])
            json.WriteNull(name);
        json.WriteString("reason_start", play.ReasonStart);
        json.WriteString("reason_end", play.ReasonEnd);
        json.WriteBoolean("shuffle", play.Shuffle);
        if (play.Skipped is { } skipped)
            json.WriteBoolean("skipped", skipped);
        else
            json.WriteNull("skipped");
        json.WriteBoolean("offline", play.Offline);
        if (play.OfflineTimestamp is { } started)
            json.WriteNumber("offline_timestamp", started);
        else
            json.WriteNull("offline_timestamp");
        json.WriteBoolean("incognito_mode", play.Incognito);
        json.WriteEndObject();
    }

    /// <summary>The short form has a space on both sides of the colon, which <see cref="Utf8JsonWriter"/> cannot write.</summary>
    private int WriteShort(string folder, string kind, Play[] plays)
    {
        var (first, second) = kind == "music" ? ("artistName", "trackName") : ("podcastName", "episodeName");
        using var file = new StreamWriter(Path.Combine(folder, $"StreamingHistory_{kind}_0.json"), false, new UTF8Encoding(false)) { NewLine = "\n" };
        var rows = plays.Select(play => string.Create(CultureInfo.InvariantCulture, $$"""
              {
                "endTime" : "{{Time(play.Ts, "yyyy-MM-dd HH:mm")}}",
                "{{first}}" : {{Quote(play.Episode ?? world.Artist(world.ArtistOf(play.Track)).Name)}},
                "{{second}}" : {{Quote(play.Episode is null ? world.Track(play.Track).Name : $"Episode {play.Ts % 90}")}},
                "msPlayed" : {{play.MsPlayed}}
              }
            """));
        file.Write("[\n" + string.Join(",\n", rows) + "\n]\n");
        return plays.Length;
    }

    private static string Quote(string text) => '"' + JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text) + '"';

    private static int YearOf(Play play) => DateTimeOffset.FromUnixTimeSeconds(play.Ts).Year;

    private static string Time(long seconds, string format) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString(format, CultureInfo.InvariantCulture);
}
