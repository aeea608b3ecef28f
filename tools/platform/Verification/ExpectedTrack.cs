using System.Globalization;
using System.Text.Json;
using SpotifyPlatform.Contracts.Lookup.V1;

namespace SpotifyPlatform.Platform.Verification;

/// <summary>A line of <c>truth/tracks.ndjson</c>.</summary>
internal sealed class ExpectedTrack(JsonElement truth)
{
    public string Id { get; } = truth.GetProperty("spotify_id").GetString()!;

    public void CompareIdentity(Track found, TruthReport report)
    {
        report.Same(Id, "name", Text("name"), found.Name);
        report.Same(
            Id, "artists", string.Join(", ", truth.GetProperty("artists").EnumerateArray().Select(a => a.GetString())),
            string.Join(", ", found.Artists.Select(a => a.Name)));
        report.Same(Id, "ISRC", Text("isrc_normal"), OrNull(found.Isrc));
        report.Same(Id, "popularity", truth.GetProperty("popularity").GetInt32(), found.Popularity);
        report.Same(Id, "duration", truth.GetProperty("duration_ms").GetInt64(), found.DurationMs);
        report.Same(Id, "explicit", truth.GetProperty("explicit").GetBoolean(), found.Explicit);
        report.Same(Id, "MBID", Text("mbid"), OrNull(found.Match?.Mbid));
        report.Same(Id, "match method", Text("match_method"), found.Match?.Method);
        report.Same(Id, "match confidence", truth.GetProperty("match_confidence").GetDouble(), found.Match?.Confidence);
    }

    public void CompareFeatures(Features? found, double tolerance, TruthReport report)
    {
        if (Text("feature_row") != "present")
        {
            report.Same(Id, "has features", false, found is not null);
            return;
        }

        var features = truth.GetProperty("features");
        (string Name, double? Value)[] values =
        [
            Value("tempo", found?.HasTempo, found?.Tempo), Value("energy", found?.HasEnergy, found?.Energy),
            Value("danceability", found?.HasDanceability, found?.Danceability), Value("valence", found?.HasValence, found?.Valence),
            Value("acousticness", found?.HasAcousticness, found?.Acousticness), Value("instrumentalness", found?.HasInstrumentalness, found?.Instrumentalness),
            Value("speechiness", found?.HasSpeechiness, found?.Speechiness), Value("liveness", found?.HasLiveness, found?.Liveness),
            Value("loudness", found?.HasLoudness, found?.Loudness), Value("key", found?.HasKey, found?.Key), Value("mode", found?.HasMode, found?.Mode),
            Value("time_signature", found?.HasTimeSignature, found?.TimeSignature),
        ];
        foreach (var (name, value) in values)
            report.Same(Id, name, Number(features, name), value);
        var vector = truth.GetProperty("vector").EnumerateArray().Select(v => v.GetDouble()).ToList();
        var dimensions = found?.Vector.ToList() ?? [];
        if (dimensions.Count != vector.Count || vector.Where((v, i) => Math.Abs(v - dimensions[i]) > tolerance).Any())
            report.Differ(Id, "vector", string.Join(' ', vector), string.Join(' ', dimensions));
    }

    /// <summary>Compares the stored numbers with the source's text; returns the sections compared.</summary>
    public int CompareAnalysis(Analysis? found, TruthReport report)
    {
        var analysis = truth.GetProperty("analysis");
        if (analysis.ValueKind == JsonValueKind.Null)
        {
            report.Same(Id, "has an analysis", false, found is not null);
            return 0;
        }

        report.Same(Id, "analyzer version", analysis.GetProperty("analyzer_version").GetString(), found is { HasAnalyzerVersion: true } ? found.AnalyzerVersion : null);
        var track = analysis.GetProperty("track");
        (string Name, double? Value)[] values =
        [
            Value("duration", found?.HasDuration, found?.Duration), Value("tempo", found?.HasTempo, found?.Tempo),
            Value("tempo_confidence", found?.HasTempoConfidence, found?.TempoConfidence), Value("key", found?.HasKey, found?.Key),
            Value("key_confidence", found?.HasKeyConfidence, found?.KeyConfidence), Value("mode", found?.HasMode, found?.Mode),
            Value("mode_confidence", found?.HasModeConfidence, found?.ModeConfidence), Value("loudness", found?.HasLoudness, found?.Loudness),
            Value("time_signature", found?.HasTimeSignature, found?.TimeSignature),
            Value("time_signature_confidence", found?.HasTimeSignatureConfidence, found?.TimeSignatureConfidence),
            Value("end_of_fade_in", found?.HasEndOfFadeIn, found?.EndOfFadeIn), Value("start_of_fade_out", found?.HasStartOfFadeOut, found?.StartOfFadeOut),
            Value("num_samples", found?.HasNumSamples, found?.NumSamples), Value("analysis_sample_rate", found?.HasAnalysisSampleRate, found?.AnalysisSampleRate),
        ];
        foreach (var (name, value) in values)
            report.Same(Id, $"analysis {name}", Number(track, name), value);
        return CompareSections(analysis.GetProperty("sections"), found?.Sections.ToList() ?? [], report);
    }

    private int CompareSections(JsonElement expected, List<Section> found, TruthReport report)
    {
        report.Same(Id, "sections", expected.GetArrayLength(), found.Count);
        foreach (var (section, s) in expected.EnumerateArray().Zip(found))
        {
            (string Name, double? Value)[] values =
            [
                Value("start", s.HasStart, s.Start), Value("duration", s.HasDuration, s.Duration), Value("confidence", s.HasConfidence, s.Confidence),
                Value("loudness", s.HasLoudness, s.Loudness), Value("tempo", s.HasTempo, s.Tempo), Value("tempo_confidence", s.HasTempoConfidence, s.TempoConfidence),
                Value("key", s.HasKey, s.Key), Value("key_confidence", s.HasKeyConfidence, s.KeyConfidence), Value("mode", s.HasMode, s.Mode),
                Value("mode_confidence", s.HasModeConfidence, s.ModeConfidence), Value("time_signature", s.HasTimeSignature, s.TimeSignature),
                Value("time_signature_confidence", s.HasTimeSignatureConfidence, s.TimeSignatureConfidence),
            ];
            foreach (var (name, value) in values)
                report.Same(Id, $"section {s.SectionIndex} {name}", Number(section, name), value);
        }

        return expected.GetArrayLength();
    }

    /// <summary>A field of a message, which is 0 where it is not set.</summary>
    private static (string Name, double? Value) Value(string name, bool? isSet, double? value) => (name, isSet == true ? value : null);

    /// <summary>A text of a message is empty where there is none.</summary>
    private static string? OrNull(string? text) => text?.Length > 0 ? text : null;

    private string? Text(string name) => truth.GetProperty(name).GetString();

    /// <summary>A number, or the source's text of one.</summary>
    private static double? Number(JsonElement element, string name) => element.GetProperty(name) switch
    {
        { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => double.Parse(text.GetString()!, CultureInfo.InvariantCulture),
        var number => number.GetDouble(),
    };
}
