using SpotifyPlatform.SampleData.Chance;

namespace SpotifyPlatform.SampleData.Analysis;

/// <summary>Prints <c>segments</c>: the bulk of a line, 12 pitches (0 to 1, one of them 1) and 12 timbre values each.</summary>
internal sealed class SegmentPrinter(LineWriter line, int count)
{
    private const int Silence = -60; // dB

    /// <param name="duration">Seconds that the segments cover together.</param>
    public void Print(double duration, ref Dice dice)
    {
        line.Name("segments"u8).Open('[');
        var (start, loudness) = (0.0, (double)Silence);
        for (var i = 0; i < count; i++)
        {
            var length = i == count - 1 ? duration - start : (duration - start) / (count - i) * (0.5 + dice.Unit());
            var peak = Math.Min(0, -12 + 5 * dice.Normal());
            line.Open('{');
            line.Name("start"u8).Value(Figure.Five(start));
            line.Name("duration"u8).Value(Figure.Five(length));
            line.Name("confidence"u8).Value(Figure.Three(dice.Unit()));
            line.Name("loudness_start"u8).Value(Figure.Three(loudness));
            line.Name("loudness_max_time"u8).Value(Figure.Five(length * dice.Unit()));
            line.Name("loudness_max"u8).Value(Figure.Three(peak));
            line.Name("loudness_end"u8).Value(Figure.Three(i == count - 1 ? Silence : 0));
            Pitches(ref dice);
            Timbre(peak, ref dice);
            line.Close('}');
            start += length;
            loudness = peak - 10 * dice.Unit();
        }

        line.Close(']');
    }

    private void Pitches(ref Dice dice)
    {
        line.Name("pitches"u8).Open('[');
        var strongest = dice.Below(12);
        for (var pitch = 0; pitch < 12; pitch++)
            line.Value(Figure.Three(pitch == strongest ? 1 : dice.Unit()));
        line.Close(']');
    }

    private void Timbre(double peak, ref Dice dice)
    {
        line.Name("timbre"u8).Open('[');
        line.Value(Figure.Three(60 + peak));
        for (var i = 1; i < 12; i++)
            line.Value(Figure.Three(80.0 / i * dice.Normal()));
        line.Close(']');
    }
}
