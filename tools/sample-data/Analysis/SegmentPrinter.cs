using SpotifyPlatform.SampleData.Randomness;

namespace SpotifyPlatform.SampleData.Analysis;

/// <summary>Prints <c>segments</c>: the bulk of a line, 12 pitches (0 to 1, one of them 1) and 12 timbre values each.</summary>
internal sealed class SegmentPrinter(JsonLineWriter line, int count)
{
    private const int Silence = -60; // dB

    /// <param name="duration">Seconds that the segments cover together.</param>
    public void Print(double duration, ref Rng rng)
    {
        line.Name("segments"u8).Open('[');
        var (start, loudness) = (0.0, (double)Silence);
        for (var i = 0; i < count; i++)
        {
            var length = i == count - 1 ? duration - start : (duration - start) / (count - i) * (0.5 + rng.Unit());
            var peak = Math.Min(0, -12 + 5 * rng.Normal());
            line.Open('{');
            line.Name("start"u8).Value(AnalysisNumber.FiveDecimals(start));
            line.Name("duration"u8).Value(AnalysisNumber.FiveDecimals(length));
            line.Name("confidence"u8).Value(AnalysisNumber.ThreeDecimals(rng.Unit()));
            line.Name("loudness_start"u8).Value(AnalysisNumber.ThreeDecimals(loudness));
            line.Name("loudness_max_time"u8).Value(AnalysisNumber.FiveDecimals(length * rng.Unit()));
            line.Name("loudness_max"u8).Value(AnalysisNumber.ThreeDecimals(peak));
            line.Name("loudness_end"u8).Value(AnalysisNumber.ThreeDecimals(i == count - 1 ? Silence : 0));
            Pitches(ref rng);
            Timbre(peak, ref rng);
            line.Close('}');
            start += length;
            loudness = peak - 10 * rng.Unit();
        }

        line.Close(']');
    }

    private void Pitches(ref Rng rng)
    {
        line.Name("pitches"u8).Open('[');
        var strongest = rng.Below(12);
        for (var pitch = 0; pitch < 12; pitch++)
            line.Value(AnalysisNumber.ThreeDecimals(pitch == strongest ? 1 : rng.Unit()));
        line.Close(']');
    }

    private void Timbre(double peak, ref Rng rng)
    {
        line.Name("timbre"u8).Open('[');
        line.Value(AnalysisNumber.ThreeDecimals(60 + peak));
        for (var i = 1; i < 12; i++)
            line.Value(AnalysisNumber.ThreeDecimals(80.0 / i * rng.Normal()));
        line.Close(']');
    }
}
