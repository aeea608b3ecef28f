using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpotifyPlatform.ListeningHistory.Ecosystem;

/// <summary>The form of <c>maloja export</c>. Maloja takes a file whose name is <c>maloja_export_*.json</c>.</summary>
internal sealed class MalojaWriter : IPlayWriter
{
    private const int FlushBytes = 1 << 16;

    private readonly Utf8JsonWriter json;

    public MalojaWriter(Stream output, DateTimeOffset now)
    {
        json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteStartObject("maloja");
        json.WriteNumber("export_time", now.ToUnixTimeSeconds());
        json.WriteEndObject();
        json.WriteStartArray("scrobbles");
    }

    public void Write(ExportedPlay play)
    {
        json.WriteStartObject();
        json.WriteNumber("time", play.StartedAt);
        json.WriteStartObject("track");
        json.WriteStartArray("artists");
        json.WriteStringValue(play.Artist);
        json.WriteEndArray();
        json.WriteString("title", play.Track);
        if (play.Album is not null)
        {
            json.WriteStartObject("album");
            json.WriteStartArray("artists");
            json.WriteStringValue(play.Artist);
            json.WriteEndArray();
            json.WriteString("albumtitle", play.Album);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("album");
        }

        if (play.DurationMs is { } duration)
            json.WriteNumber("length", duration / 1000);
        else
            json.WriteNull("length");
        json.WriteEndObject();
        json.WriteNumber("duration", play.MsPlayed / 1000);
        json.WriteString("origin", "import:spotifyplatform");
        json.WriteEndObject();
        if (json.BytesPending > FlushBytes)
            json.Flush();
    }

    public void Dispose()
    {
        json.WriteEndArray();
        json.WriteEndObject();
        json.Dispose();
    }
}
