using SpotifyPlatform.SampleData.Analysis;

namespace SpotifyPlatform.SampleData.Tests.Analysis;

public sealed class AnalysisNumberTests
{
    [Theory]
    [InlineData(0, 5, "0.0", "0")]
    [InlineData(100_000, 5, "1.0", "1")]
    [InlineData(-59_931, 3, "-59.931", "-59.931")]
    [InlineData(-500, 3, "-0.5", "-0.5")]
    [InlineData(8_18592, 5, "8.18592", "8.18592")]
    [InlineData(70, 3, "0.07", "0.07")]
    [InlineData(1_200_050, 5, "12.0005", "12.0005")]
    [InlineData(44_100, 0, "44100", "44100")]
    public void ToText_ScaledNumbers_PrintWithoutTrailingZeros(long scaled, int decimals, string withPoint, string without)
    {
        Assert.Equal(withPoint, new AnalysisNumber(scaled, decimals).ToText(wholeHasPoint: true));
        Assert.Equal(without, new AnalysisNumber(scaled, decimals).ToText(wholeHasPoint: false));
    }
}
