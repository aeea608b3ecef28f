namespace SpotifyPlatform.SampleData.Analysis;

/// <summary>The analysis of a track, without the lists that are derived from it (bars, beats, segments, tatums).</summary>
/// <param name="WholeHasPoint">Whether this line writes numbers without a fraction as <c>1.0</c>.</param>
/// <param name="AnalysisTime">Duration of the analysis, seconds.</param>
/// <param name="Timestamp">Time of the analysis, Unix seconds.</param>
/// <param name="Head">Fields of <c>track</c> up to <c>sample_md5</c>, in order.</param>
/// <param name="Tail">Fields of <c>track</c> between <c>sample_md5</c> and the code strings, in order.</param>
/// <param name="Sections">Twelve numbers each, in the order of <see cref="SectionFields"/>.</param>
internal sealed record TrackAnalysis(
    bool WholeHasPoint,
    string AnalyzerVersion,
    AnalysisNumber AnalysisTime,
    long Timestamp,
    (string Name, AnalysisNumber Value)[] Head,
    (string Name, AnalysisNumber Value)[] Tail,
    AnalysisNumber[][] Sections)
{
    public static readonly string[] SectionFields =
    [
        "start", "duration", "confidence", "loudness", "tempo", "tempo_confidence", "key", "key_confidence", "mode", "mode_confidence",
        "time_signature", "time_signature_confidence",
    ];

    public double Duration => Head[1].Value.Value;

    public double Tempo => Tail[7].Value.Value;

    public int TimeSignature => (int)Tail[9].Value.Scaled;
}
