using SpotifyPlatform.ListeningHistory.Insights;

namespace SpotifyPlatform.ListeningHistory.Tests.Insights;

public sealed class PeriodTests
{
    private static readonly DateOnly Today = new(2024, 2, 29);

    [Theory]
    [InlineData("7d", "2024-02-23", "2024-02-29", "2024-02-16", "2024-02-22")]
    [InlineData("30d", "2024-01-31", "2024-02-29", "2024-01-01", "2024-01-30")]
    [InlineData("year", "2024-01-01", "2024-02-29", "2023-01-01", "2023-02-28")]
    [InlineData("12m", "2023-03-01", "2024-02-29", "2022-03-01", "2023-02-28")]
    [InlineData("2023", "2023-01-01", "2023-12-31", "2022-01-01", "2022-12-31")]
    [InlineData("2024-03-01..2024-03-03", "2024-03-01", "2024-03-03", "2024-02-27", "2024-02-29")]
    public void Parse_APeriod_IsComparedWithTheOneBefore(string text, string from, string to, string previousFrom, string previousTo)
    {
        var period = Period.Parse(text, Today);
        Assert.Equal(
            (from, to, previousFrom, previousTo),
            (Period.Text(period.From), Period.Text(period.To), Period.Text(period.Previous!.Value.From), Period.Text(period.Previous.Value.To)));
    }

    [Fact]
    public void Parse_All_HasNothingBefore() => Assert.Null(Period.Parse("", Today).Previous);

    [Theory]
    [InlineData("yesterday", "it may be")]
    [InlineData("2024-02-30..2024-03-01", "not a date")]
    [InlineData("2024-03-02..2024-03-01", "before it begins")]
    [InlineData("0001", "it may be")]
    [InlineData("1\u001b[31md", "\ufffd")]
    public void Parse_WhatIsNone_SaysWhatMayBe(string text, string part) =>
        Assert.Contains(part, Assert.Throws<MalformedInsightException>(() => Period.Parse(text, Today)).Message, StringComparison.OrdinalIgnoreCase);
}
