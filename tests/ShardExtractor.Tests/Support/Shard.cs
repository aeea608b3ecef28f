using System.Text;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.ShardExtractor.Tests.Support;

/// <summary>Small shards: text in, compressed file out.</summary>
internal static class Shard
{
    /// <summary>A valid id of shard 00.</summary>
    public static string Id(int n, string prefix = "00") => prefix + n.ToString("D20", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A whole line with two sections.</summary>
    public static string Line(int n, string prefix = "00") =>
        $$"""{"meta":{"analyzer_version":"4.0.0","analysis_time":1.5,"track_id":"{{Id(n, prefix)}}"},"track":{"num_samples":5002278,"duration":226.86068,"end_of_fade_in":0.0,"start_of_fade_out":217.58839,"loudness":-5.213,"tempo":151.94,"tempo_confidence":0.453,"time_signature":4,"time_signature_confidence":1.0,"key":9,"key_confidence":0.538,"mode":0,"mode_confidence":0.465,"analysis_sample_rate":22050,"codestring":"eJx_-w"},"bars":[{"start":0.1,"duration":0.5,"confidence":1}],"beats":[],"sections":[{{Section(0)}},{{Section(8)}}],"segments":[{"start":0,"pitches":[0.1,1,0.25],"timbre":[-1.5,3e-2]}],"tatums":[]}""";

    public static string Section(int start) =>
        $$"""{"start":{{start}}.0,"duration":8.18592,"confidence":1.0,"loudness":-15.08,"tempo":152.552,"tempo_confidence":0.742,"key":11,"key_confidence":0.0,"mode":0,"mode_confidence":0.0,"time_signature":4,"time_signature_confidence":1.0}""";

    public static string TrackRow(int n, string prefix = "00") =>
        $$"""{"spotify_id":"{{Id(n, prefix)}}","duration":226.86068,"tempo":151.94,"tempo_confidence":0.453,"time_signature":4,"time_signature_confidence":1.0,"key":9,"key_confidence":0.538,"mode":0,"mode_confidence":0.465,"loudness":-5.213,"end_of_fade_in":0.0,"start_of_fade_out":217.58839,"num_samples":5002278,"analysis_sample_rate":22050,"analyzer_version":"4.0.0","analysis_time":1.5}""" + "\n";

    public static string SectionRow(int n, int index, int start, string prefix = "00") =>
        $$"""{"spotify_id":"{{Id(n, prefix)}}","section_index":{{index}},""" + Section(start)[1..] + "\n";

    public static byte[] Pack(ReadOnlySpan<byte> content, int level = 1)
    {
        using var target = new MemoryStream();
        using (var zstd = ZstdStreams.Compress(target, leaveOpen: true, level))
            zstd.Write(content);
        return target.ToArray();
    }

    public static string Write(Folder folder, string name, string text) => Write(folder, name, Pack(Encoding.UTF8.GetBytes(text)));

    public static string Write(Folder folder, string name, byte[] file)
    {
        var path = Path.Combine(folder.Root, name);
        File.WriteAllBytes(path, file);
        return path;
    }

    public static ExtractionResult Extract(Folder folder, string path, ExtractionOptions? options = null, long? length = null, string? sha256 = null) =>
        new ShardExtraction(folder.Out, options).Extract(new ShardInput(path, length, sha256));

    /// <summary>Writes the lines as shard 00 and extracts it.</summary>
    public static ExtractionResult ExtractText(Folder folder, string text, ExtractionOptions? options = null) =>
        Extract(folder, Write(folder, "00.jsonl.zst", text), options);
}
