using System.Text.Json;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Platform.Output;

/// <summary>
/// Writes pairs, in the order of ids, as <c>pairs-X.ndjson</c> by the first character of the lower id. Files get their names when
/// the last pair is written, so that an interrupted export leaves no partial file.
/// </summary>
internal sealed class PairExport(string folder) : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private static readonly byte[] NewLine = [(byte)'\n'];
    private readonly List<StagedFile> files = [];
    private readonly List<string> names = [];
    private char character;
    private BufferedStream? stream;
    private Utf8JsonWriter? writer;

    public long Pairs { get; private set; }

    public int Files => files.Count;

    public void Write(TrackPair pair)
    {
        var a = pair.A.ToString();
        if (a[0] != character || writer is null)
            Begin(a[0]);
        writer!.WriteStartObject();
        writer.WriteString("track_a", a);
        writer.WriteString("track_b", pair.B.ToString());
        writer.WriteNumber("cooccurrence_count", pair.Count);
        writer.WriteNumber("count_a", pair.CountA);
        writer.WriteNumber("count_b", pair.CountB);
        writer.WriteNumber("pmi_score", pair.Pmi);
        writer.WriteNumber("jaccard_score", pair.Jaccard);
        writer.WriteNumber("score", pair.Score);
        writer.WriteEndObject();
        writer.Flush();
        stream!.Write(NewLine);
        writer.Reset();
        Pairs++;
    }

    public void Publish()
    {
        stream?.Flush();
        foreach (var file in files)
            file.Publish();
        foreach (var obsolete in Directory.EnumerateFiles(folder, "pairs-*.ndjson").Where(path => !names.Contains(Path.GetFileName(path))))
            File.Delete(obsolete);
        DurableFolder.Sync(folder);
    }

    public void Dispose()
    {
        files.ForEach(file => file.Dispose());
    }

    private void Begin(char first)
    {
        character = first;
        names.Add($"pairs-{(char.IsAsciiLetterUpper(first) ? "_" : "")}{first}.ndjson");
        stream?.Flush();
        files.Add(new StagedFile(Path.Combine(folder, names[^1])));
        stream = new BufferedStream(files[^1].Stream, BufferBytes);
        writer = new Utf8JsonWriter(stream);
    }
}
