using System.Globalization;
using System.Numerics;
using System.Text;

namespace SpotifyPlatform.BuildingBlocks.Tests.Music;

public sealed class WholeNumberTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("-0.0e5", 0)]
    [InlineData("5.0", 5)]
    [InlineData("-1.000", -1)]
    [InlineData("4.000004E6", 4_000_004)]
    [InlineData("4.9e7", 49_000_000)]
    [InlineData("1.5e1", 15)]
    [InlineData("0.05E+2", 5)]
    [InlineData("1500e-2", 15)]
    [InlineData("0e-999999999999", 0)]
    [InlineData("9223372036854775807.0", long.MaxValue)]
    [InlineData("-9223372036854775808.0", long.MinValue)]
    [InlineData("9007199254740993.0", 9_007_199_254_740_993)] // a double would make it ...992
    public void Read_WholeNumber_IsReadExactly(string text, long expected)
    {
        Assert.Equal(WholeNumberKind.Whole, WholeNumber.Read(Encoding.ASCII.GetBytes(text), out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("5.5", WholeNumberKind.Fraction)]
    [InlineData("1e-1", WholeNumberKind.Fraction)]
    [InlineData("4.9E-7", WholeNumberKind.Fraction)]
    [InlineData("1e-99999999999999999999", WholeNumberKind.Fraction)]
    [InlineData("9223372036854775808", WholeNumberKind.OutOfRange)]
    [InlineData("-9223372036854775809.0", WholeNumberKind.OutOfRange)]
    [InlineData("1e19", WholeNumberKind.OutOfRange)]
    [InlineData("1e99999999999999999999", WholeNumberKind.OutOfRange)]
    [InlineData("", WholeNumberKind.NotANumber)]
    [InlineData("-", WholeNumberKind.NotANumber)]
    [InlineData("01", WholeNumberKind.NotANumber)]
    [InlineData("1.", WholeNumberKind.NotANumber)]
    [InlineData(".5", WholeNumberKind.NotANumber)]
    [InlineData("1e", WholeNumberKind.NotANumber)]
    [InlineData("+1", WholeNumberKind.NotANumber)]
    [InlineData("1 ", WholeNumberKind.NotANumber)]
    [InlineData("3:04", WholeNumberKind.NotANumber)]
    [InlineData("NaN", WholeNumberKind.NotANumber)]
    public void Read_AnythingElse_SaysWhatItIs(string text, WholeNumberKind expected) =>
        Assert.Equal(expected, WholeNumber.Read(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Read_RandomNumbers_AgreesWithExactArithmetic()
    {
        var random = new Random(20261126);
        for (var i = 0; i < 20_000; i++)
        {
            var digits = Digits(random, random.Next(1, 22)).TrimStart('0') is { Length: > 0 } some ? some : "0";
            var fraction = Digits(random, random.Next(0, 6));
            var exponent = random.Next(-8, 9);
            var text = $"{(random.Next(2) == 0 ? "-" : "")}{digits}{(fraction.Length > 0 ? "." + fraction : "")}e{exponent}";
            Assert.True(Reference(text, digits + fraction, exponent - fraction.Length) == (WholeNumber.Read(Encoding.ASCII.GetBytes(text), out var value), value), $"seed 20261126, case {i}: {text}");
        }
    }

    [Theory]
    [InlineData(4.0, 4L)]
    [InlineData(-0.0, 0L)]
    [InlineData(5.5, null)]
    [InlineData(double.NaN, null)]
    [InlineData(double.PositiveInfinity, null)]
    [InlineData(9.3e18, null)]
    [InlineData(9_223_372_036_854_774_784.0, 9_223_372_036_854_774_784L)]
    public void From_Double_IsTheWholeNumberOrNull(double value, long? expected) => Assert.Equal(expected, WholeNumber.From(value));

    private static (WholeNumberKind Kind, long Value) Reference(string text, string digits, int exponent)
    {
        var magnitude = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        if (exponent < 0 && magnitude % BigInteger.Pow(10, -exponent) != 0)
            return (WholeNumberKind.Fraction, 0);
        magnitude = exponent < 0 ? magnitude / BigInteger.Pow(10, -exponent) : magnitude * BigInteger.Pow(10, exponent);
        var value = text[0] == '-' ? -magnitude : magnitude;
        return value >= long.MinValue && value <= long.MaxValue ? (WholeNumberKind.Whole, (long)value) : (WholeNumberKind.OutOfRange, 0);
    }

    private static string Digits(Random random, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? '0' : (char)('0' + random.Next(10))));
}
