using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpotifyPlatform.SampleData.Truth;

/// <summary>Writes newline-delimited JSON.</summary>
internal sealed class NdjsonFile : IDisposable
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly FileStream file;
    private readonly Utf8JsonWriter json;

    public NdjsonFile(string path)
    {
        file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        json = new Utf8JsonWriter(file, Compact);
    }

    public long Count { get; private set; }

    public void Line(Action<Utf8JsonWriter> write)
    {
        write(json);
        json.Flush();
        json.Reset();
        file.WriteByte((byte)'\n');
        Count++;
    }

    public void Dispose()
    {
        json.Dispose();
        file.Dispose();
    }
}
