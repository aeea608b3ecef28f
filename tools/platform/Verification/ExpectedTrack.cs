using System.Globalization;
using System.Text.Json;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Platform.Verification;

/// <summary>A line of <c>truth/tracks.ndjson</c>.</summary>
internal sealed class ExpectedTrack(JsonElement truth)
{
    public TrackId Id { get; } = TrackId.Parse(truth.GetProperty("spotify_id").GetString()!);

    private string Subject => Id.ToString();

    public void CompareIdentity(TrackResult found, TruthReport report)
    {
        report.Same(Subject, "name", Text("name"), found.Track.Name);
        report.Same(
            Subject, "artists", string.Join(", ", truth.GetProperty("artists").EnumerateArray().Select(a => a.GetString())),
            string.Join(", ", found.Track.Artists.Select(a => a.Name)));
        report.Same(Subject, "ISRC", Text("isrc_normal"), found.Track.Isrc?.Code);
        report.Same(Subject, "popularity", truth.GetProperty("popularity").GetInt32(), found.Track.Popularity);
        report.Same(Subject, "duration", truth.GetProperty("duration_ms").GetInt64(), found.Track.DurationMs);
        report.Same(Subject, "explicit", truth.GetProperty("explicit").GetBoolean(), found.Track.Explicit);
        report.Same(Subject, "MBID", Text("mbid"), found.Match?.Mbid?.ToString());
        report.Same(Subject, "match method", Text("match_method"), found.Match?.Method.Name());
        report.Same(Subject, "match confidence", truth.GetProperty("match_confidence").GetDouble(), found.Match?.Confidence);
    }

    public void CompareFeatures(FeaturesResult? found, double tolerance, TruthReport report)
    {
        if (Text("feature_row") != "present")
        {
            report.Same(Subject, "has features", false, found is not null);
            return;
        }

        var features = truth.GetProperty("features");
        var f = found?.Features;
        (string Name, double? Value)[] values =
        [
            ("tempo", f?.Tempo), ("energy", f?.Energy), ("danceability", f?.Danceability), ("valence", f?.Valence),
            ("acousticness", f?.Acousticness), ("instrumentalness", f?.Instrumentalness), ("speechiness", f?.Speechiness),
            ("liveness", f?.Liveness), ("loudness", f?.Loudness), ("key", f?.Key), ("mode", f?.Mode), ("time_signature", f?.TimeSignature),
        ];
        foreach (var (name, value) in values)
            report.Same(Subject, name, Number(features, name), value);
        var vector = truth.GetProperty("vector").EnumerateArray().Select(v => v.GetDouble()).ToList();
        var dimensions = found?.Vector ?? [];
        if (dimensions.Count != vector.Count || vector.Where((v, i) => Math.Abs(v - dimensions[i]) > tolerance).Any())
            report.Differ(Subject, "vector", string.Join(' ', vector), string.Join(' ', dimensions));
    }

    /// <summary>Compares the stored numbers with the source's text; returns the sections compared.</summary>
    public int CompareAnalysis(TrackAnalysis? found, TruthReport report)
    {
        var analysis = truth.GetProperty("analysis");
        if (analysis.ValueKind == JsonValueKind.Null)
        {
            report.Same(Subject, "has an analysis", false, found is not null);
            return 0;
        }

        report.Same(Subject, "analyzer version", analysis.GetProperty("analyzer_version").GetString(), found?.AnalyzerVersion);
        var track = analysis.GetProperty("track");
        (string Name, double? Value)[] values =
        [
            ("duration", found?.Duration), ("tempo", found?.Tempo), ("tempo_confidence", found?.TempoConfidence), ("key", found?.Key),
            ("key_confidence", found?.KeyConfidence), ("mode", found?.Mode), ("mode_confidence", found?.ModeConfidence),
            ("loudness", found?.Loudness), ("time_signature", found?.TimeSignature),
            ("time_signature_confidence", found?.TimeSignatureConfidence), ("end_of_fade_in", found?.EndOfFadeIn),
            ("start_of_fade_out", found?.StartOfFadeOut), ("num_samples", found?.NumSamples),
            ("analysis_sample_rate", found?.AnalysisSampleRate),
        ];
        foreach (var (name, value) in values)
            report.Same(Subject, $"analysis {name}", Number(track, name), value);
        return CompareSections(analysis.GetProperty("sections"), found?.Sections ?? [], report);
    }

    private int CompareSections(JsonElement expected, IReadOnlyList<AnalysisSection> found, TruthReport report)
    {
        report.Same(Subject, "sections", expected.GetArrayLength(), found.Count);
        foreach (var (section, s) in expected.EnumerateArray().Zip(found))
        {
            (string Name, double? Value)[] values =
            [
                ("start", s.Start), ("duration", s.Duration), ("confidence", s.Confidence), ("loudness", s.Loudness), ("tempo", s.Tempo),
                ("tempo_confidence", s.TempoConfidence), ("key", s.Key), ("key_confidence", s.KeyConfidence), ("mode", s.Mode),
                ("mode_confidence", s.ModeConfidence), ("time_signature", s.TimeSignature),
                ("time_signature_confidence", s.TimeSignatureConfidence),
            ];
            foreach (var (name, value) in values)
                report.Same(Subject, $"section {s.Index} {name}", Number(section, name), value);
        }

        return expected.GetArrayLength();
    }

    private string? Text(string name) => truth.GetProperty(name).GetString();

    /// <summary>A number, or the source's text of one.</summary>
    private static double? Number(JsonElement element, string name) => element.GetProperty(name) switch
    {
        { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => double.Parse(text.GetString()!, CultureInfo.InvariantCulture),
        var number => number.GetDouble(),
    };
}
