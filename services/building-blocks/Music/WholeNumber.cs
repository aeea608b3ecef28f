namespace SpotifyPlatform.Music;

/// <summary>What a text says as a whole number.</summary>
public enum WholeNumberKind
{
    /// <summary>A whole number that fits 64 bits.</summary>
    Whole,

    /// <summary>A number with a fraction, such as 5.5.</summary>
    Fraction,

    /// <summary>A whole number of more than 64 bits.</summary>
    OutOfRange,

    /// <summary>Not a number as JSON writes them.</summary>
    NotANumber,
}

/// <summary>
/// Reads whole numbers in each form that sources use for them: <c>4</c>, <c>4.0</c>, <c>4.000004E6</c>. Exact: nothing passes through
/// floating point.
/// </summary>
public static class WholeNumber
{
    /// <summary>Digits of the largest 64-bit number.</summary>
    private const int MaxDigits = 19;

    /// <summary>Larger exponents change no result and must not overflow.</summary>
    private const int MaxExponent = 100_000;

    /// <param name="text">A JSON number.</param>
    /// <param name="value">The number, if it is whole.</param>
    public static WholeNumberKind Read(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        var negative = TryTake(ref text, '-');
        var whole = TakeDigits(ref text);
        if (whole.IsEmpty || (whole.Length > 1 && whole[0] == '0'))
            return WholeNumberKind.NotANumber;
        ReadOnlySpan<byte> fraction = default;
        if (TryTake(ref text, '.') && (fraction = TakeDigits(ref text)).IsEmpty)
            return WholeNumberKind.NotANumber;
        if (!TryTakeExponent(ref text, out var exponent) || !text.IsEmpty)
            return WholeNumberKind.NotANumber;

        // The number is digits x 10^exponent; zeros at both ends of the digits do not count.
        fraction = fraction.TrimEnd((byte)'0');
        exponent -= fraction.Length;
        if (fraction.IsEmpty)
        {
            var significant = whole.TrimEnd((byte)'0');
            exponent += whole.Length - significant.Length;
            whole = significant;
        }

        whole = whole.TrimStart((byte)'0');
        if (whole.IsEmpty)
            fraction = fraction.TrimStart((byte)'0');
        return Combine(whole, fraction, exponent, negative, out value);
    }

    /// <summary>The whole number that a floating-point value is, or null.</summary>
    public static long? From(double value) => double.IsInteger(value) && Math.Abs(value) < 9_223_372_036_854_775_808.0 ? (long)value : null;

    private static WholeNumberKind Combine(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int exponent, bool negative, out long value)
    {
        value = 0;
        if (whole.IsEmpty && fraction.IsEmpty)
            return WholeNumberKind.Whole;
        if (exponent < 0)
            return WholeNumberKind.Fraction;
        if (whole.Length + fraction.Length + exponent > MaxDigits)
            return WholeNumberKind.OutOfRange;
        var magnitude = 0UL;
        foreach (var digit in whole)
            magnitude = (magnitude * 10) + digit - '0';
        foreach (var digit in fraction)
            magnitude = (magnitude * 10) + digit - '0';
        for (; exponent > 0; exponent--)
            magnitude *= 10;
        if (magnitude > (negative ? 1UL << 63 : long.MaxValue))
            return WholeNumberKind.OutOfRange;
        value = negative ? unchecked(-(long)magnitude) : (long)magnitude;
        return WholeNumberKind.Whole;
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected)
            return false;
        text = text[1..];
        return true;
    }

    private static ReadOnlySpan<byte> TakeDigits(scoped ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var digits = end < 0 ? text : text[..end];
        text = text[digits.Length..];
        return digits;
    }

    private static bool TryTakeExponent(scoped ref ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (!TryTake(ref text, 'e') && !TryTake(ref text, 'E'))
            return true;
        var negative = TryTake(ref text, '-');
        if (!negative)
            TryTake(ref text, '+');
        var digits = TakeDigits(ref text);
        foreach (var digit in digits)
            exponent = Math.Min((exponent * 10) + digit - '0', MaxExponent);
        exponent = negative ? -exponent : exponent;
        return !digits.IsEmpty;
    }
}
