using System.ComponentModel.DataAnnotations;
using SpotifyPlatform.Vectorizer.Promotions;

namespace SpotifyPlatform.Vectorizer.Tests.Promotions;

public sealed class PromotionOptionsTests
{
    [Theory]
    [InlineData("0 3 * * *")]
    [InlineData("*/15 8-18 * * MON-FRI")]
    [InlineData("")]
    public void Validate_Schedule_IsAccepted(string schedule) => Assert.Empty(Validate(schedule));

    [Theory]
    [InlineData("0 3 * *")]
    [InlineData("0 3 * * * *")]
    [InlineData("60 3 * * *")]
    [InlineData("0 24 * * *")]
    [InlineData("0 3 * 13 *")]
    [InlineData("tomorrow")]
    public void Validate_MalformedSchedule_ShowsTheValueAndTheForm(string schedule)
    {
        var result = Assert.Single(Validate(schedule));
        Assert.Equal([nameof(PromotionOptions.Schedule)], result.MemberNames);
        Assert.Contains($"'{schedule}' is not a cron expression of five fields", result.ErrorMessage, StringComparison.Ordinal);
    }

    private static IEnumerable<ValidationResult> Validate(string schedule)
    {
        var options = new PromotionOptions { Schedule = schedule };
        return options.Validate(new ValidationContext(options));
    }
}
