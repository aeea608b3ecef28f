using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Testing.Storage;

/// <summary>Writes the rows of a shard as files, like the extractor.</summary>
public sealed class ShardWriter(string folder, World world)
{
    /// <summary>A shard of random tracks, and the expected analyses.</summary>
    public (ShardFiles Files, TrackAnalysis[] Analyses) Write(string shard, int tracks, int sectionsPerTrack = 10, string extension = "")
    {
        var analyses = Ids(shard, tracks).Select(id => Analysis(id, sectionsPerTrack)).ToArray();
        return (Write(shard, analyses, extension), analyses);
    }

    public ShardFiles Write(string shard, IReadOnlyCollection<TrackAnalysis> analyses, string extension = "") => new(
        ShardId.Parse(shard),
        Write($"{shard}_tracks.ndjson{extension}", [.. analyses.Select(Line)]),
        Write($"{shard}_sections.ndjson{extension}", [.. analyses.SelectMany(a => a.Sections.Select(s => Line(a.Id, s)))]));

    /// <summary>Writes a file of lines into a new folder.</summary>
    public RowFile Write(string name, IReadOnlyList<string> lines)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName, name);
        using (var file = File.Create(path))
        using (var content = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : (Stream)file)
            foreach (var line in lines)
                content.Write(Encoding.UTF8.GetBytes(line + "\n"));
        return Announce(path, lines.Count);
    }

    /// <summary>The correct announcement of a file.</summary>
    public static RowFile Announce(string path, long rows) => new(path, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), rows);

    public IEnumerable<TrackId> Ids(string shard, int count) => world.Ids(count).Select(id => TrackId.Parse(shard + id.ToString()[2..]));

    public static string Line(TrackAnalysis a) => Row(
        ("spotify_id", a.Id.ToString()), ("duration", a.Duration), ("tempo", a.Tempo), ("tempo_confidence", a.TempoConfidence),
        ("time_signature", a.TimeSignature), ("time_signature_confidence", a.TimeSignatureConfidence), ("key", a.Key),
        ("key_confidence", a.KeyConfidence), ("mode", a.Mode), ("mode_confidence", a.ModeConfidence), ("loudness", a.Loudness),
        ("end_of_fade_in", a.EndOfFadeIn), ("start_of_fade_out", a.StartOfFadeOut), ("num_samples", a.NumSamples),
        ("analysis_sample_rate", a.AnalysisSampleRate), ("analyzer_version", a.AnalyzerVersion), ("analysis_time", a.AnalysisTime));

    public static string Line(TrackId id, AnalysisSection s) => Row(
        ("spotify_id", id.ToString()), ("section_index", s.Index), ("start", s.Start), ("duration", s.Duration), ("confidence", s.Confidence),
        ("loudness", s.Loudness), ("tempo", s.Tempo), ("tempo_confidence", s.TempoConfidence), ("key", s.Key),
        ("key_confidence", s.KeyConfidence), ("mode", s.Mode), ("mode_confidence", s.ModeConfidence), ("time_signature", s.TimeSignature),
        ("time_signature_confidence", s.TimeSignatureConfidence));

    public TrackAnalysis Analysis(TrackId id, int sections) => new(
        id, Number(), Number(), Number(), Integer(), Number(), Integer(), Number(), Integer(), Number(), Number(), Number(), Number(),
        world.Maybe(() => (long)world.Next(int.MaxValue) * 7), Integer(), world.Next(5) == 0 ? null : "4.0.0 \"β\"", Number(),
        [.. Enumerable.Range(0, sections).Select(i => new AnalysisSection(
            i, Number(), Number(), Number(), Number(), Number(), Number(), Integer(), Number(), Integer(), Number(), Integer(), Number()))]);

    private double? Number() => world.Maybe(() => (world.NextDouble() - 0.5) * Math.Pow(10, world.Next(7) - 3));

    private int? Integer() => world.Maybe(() => world.Next(13) - 1);

    private static string Row(params (string Name, object? Value)[] columns) =>
        $"{{{string.Join(',', columns.Select(c => $"\"{c.Name}\":{Json(c.Value)}"))}}}";

    private static string Json(object? value) => value switch
    {
        null => "null",
        string text => System.Text.Json.JsonSerializer.Serialize(text),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
