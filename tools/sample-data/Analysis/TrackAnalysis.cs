namespace SpotifyPlatform.SampleData.Analysis;

/// <summary>What the analyser found in a track, but for the lists that follow from it (bars, beats, segments, tatums).</summary>
/// <param name="WholeHasPoint">How this line prints numbers without a fraction.</param>
/// <param name="AnalysisTime">Seconds the analyser took.</param>
/// <param name="Timestamp">When it ran, Unix seconds.</param>
/// <param name="Head">Fields of <c>track</c> up to <c>sample_md5</c>, in order.</param>
/// <param name="Tail">Fields of <c>track</c> from there to the code strings, in order.</param>
/// <param name="Sections">Twelve numbers each, as <see cref="SectionFields"/> names them.</param>
internal sealed record TrackAnalysis(
    bool WholeHasPoint,
    string AnalyzerVersion,
    Figure AnalysisTime,
    long Timestamp,
    (string Name, Figure Value)[] Head,
    (string Name, Figure Value)[] Tail,
    Figure[][] Sections)
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
