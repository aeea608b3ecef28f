using System.Globalization;

namespace SpotifyPlatform.SampleData.Analysis;

/// <summary>A number as an analysis line prints it: fixed decimals without trailing zeros.</summary>
/// <param name="Scaled">The value times 10 to the power of <paramref name="Decimals"/>.</param>
/// <param name="Decimals">0 for whole numbers, which print without a point; 5 for seconds, 3 for the rest.</param>
internal readonly record struct Figure(long Scaled, int Decimals)
{
    private static readonly int[] Powers = [1, 10, 100, 1_000, 10_000, 100_000];

    public double Value => (double)Scaled / Powers[Decimals];

    public static Figure Whole(long value) => new(value, 0);

    /// <summary>Tempo, loudness, confidences, pitches, timbre: three decimals.</summary>
    public static Figure Three(double value) => new((long)Math.Round(value * 1_000), 3);

    /// <summary>Seconds: five decimals.</summary>
    public static Figure Five(double value) => new((long)Math.Round(value * 100_000), 5);

    /// <param name="wholeHasPoint">Whether a number without a fraction prints as <c>1.0</c>; part of the real lines say <c>1</c>.</param>
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
