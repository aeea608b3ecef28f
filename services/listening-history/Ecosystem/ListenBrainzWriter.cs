using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpotifyPlatform.ListeningHistory.Ecosystem;

/// <summary>
/// One listen per line, as in ListenBrainz's own data export; its importer accepts the file, and each line fits into the <c>payload</c> of a
/// submission.
/// </summary>
internal sealed class ListenBrainzWriter(Stream output) : IPlayWriter
{
    private const string TrackPrefix = "spotify:track:";

    private readonly Utf8JsonWriter json = new(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    public void Write(ExportedPlay play)
    {
        json.WriteStartObject();
        json.WriteNumber("listened_at", play.StartedAt);
        json.WriteStartObject("track_metadata");
        json.WriteString("artist_name", play.Artist);
        json.WriteString("track_name", play.Track);
        WriteKnown("release_name", play.Album);
        json.WriteStartObject("additional_info");
        json.WriteString("submission_client", "SpotifyPlatform");
        json.WriteString("music_service", "spotify.com");
        json.WriteNumber("duration_played", play.MsPlayed / 1000);
        if (play.DurationMs is { } duration)
            json.WriteNumber("duration_ms", duration);
        if (play.SpotifyTrackUri?.StartsWith(TrackPrefix, StringComparison.Ordinal) == true)
        {
            var link = "https://open.spotify.com/track/" + play.SpotifyTrackUri[TrackPrefix.Length..];
            json.WriteString("spotify_id", link);
            json.WriteString("origin_url", link);
        }

        WriteKnown("isrc", play.Isrc);
        WriteKnown("recording_mbid", play.RecordingMbid);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
        json.Reset();
    }

    public void Dispose() => json.Dispose();

    private void WriteKnown(string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
