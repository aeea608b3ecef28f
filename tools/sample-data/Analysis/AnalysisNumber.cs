using System.Globalization;

namespace SpotifyPlatform.SampleData.Analysis;

/// <summary>A number in the format of an analysis line: fixed decimals without trailing zeros.</summary>
/// <param name="Scaled">The value times 10 to the power of <paramref name="Decimals"/>.</param>
/// <param name="Decimals">0 for whole numbers, which print without a point; 5 for seconds, 3 for the rest.</param>
internal readonly record struct AnalysisNumber(long Scaled, int Decimals)
{
    private static readonly int[] Powers = [1, 10, 100, 1_000, 10_000, 100_000];

    public double Value => (double)Scaled / Powers[Decimals];

    public static AnalysisNumber Whole(long value) => new(value, 0);

    /// <summary>Tempo, loudness, confidences, pitches, timbre: three decimals.</summary>
    public static AnalysisNumber ThreeDecimals(double value) => new((long)Math.Round(value * 1_000), 3);

    /// <summary>Seconds: five decimals.</summary>
    public static AnalysisNumber FiveDecimals(double value) => new((long)Math.Round(value * 100_000), 5);

    /// <param name="wholeHasPoint">Whether a number without a fraction is written as <c>1.0</c>; some real lines have <c>1</c>.</param>
    public int Format(Span<byte> target, bool wholeHasPoint)
    {
        var magnitude = Math.Abs(Scaled);
        var (whole, fraction) = (magnitude / Powers[Decimals], magnitude % Powers[Decimals]);
        var length = 0;
        if (Scaled < 0)
            target[length++] = (byte)'-';
        whole.TryFormat(target[length..], out var written, default, CultureInfo.InvariantCulture);
        length += written;
        if (fraction == 0 && (Decimals == 0 || !wholeHasPoint))
            return length;
        target[length++] = (byte)'.';
        for (var power = Powers[Decimals] / 10; power > 0 && (fraction > 0 || target[length - 1] == '.'); power /= 10)
        {
            target[length++] = (byte)('0' + fraction / power);
            fraction %= power;
        }

        return length;
    }

    public string ToText(bool wholeHasPoint)
    {
        Span<byte> text = stackalloc byte[32];
        return System.Text.Encoding.ASCII.GetString(text[..Format(text, wholeHasPoint)]);
    }
}
