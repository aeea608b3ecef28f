using System.ComponentModel.DataAnnotations;
using Cronos;

namespace SpotifyPlatform.Lake.Weekly;

/// <summary>When the weekly enrichment runs, and where its tables are.</summary>
public sealed class WeeklyOptions : IValidatableObject
{
    /// <summary>A cron expression of five fields, in <see cref="TimeZone"/>; empty to run by hand only.</summary>
    public string Schedule { get; init; } = "0 7 * * 0";

    /// <summary>An IANA name.</summary>
    [Required]
    public string TimeZone { get; init; } = "Europe/Paris";

    /// <summary><c>dev</c> or <c>prd</c>.</summary>
    [RegularExpression("dev|prd", ErrorMessage = "An environment is dev or prd.")]
    public string Environment { get; init; } = "prd";

    /// <summary>Gives the first time of the schedule after a moment; null for never.</summary>
    internal Func<DateTimeOffset, DateTimeOffset?> NextTime()
    {
        if (Schedule.Length == 0)
            return _ => null;
        var schedule = CronExpression.Parse(Schedule);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        return after => schedule.GetNextOccurrence(after, zone);
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new ValidationResult($"'{TimeZone}' is no IANA time zone such as Europe/Paris.", [nameof(TimeZone)]);
        if (Schedule.Length > 0 && !CronExpression.TryParse(Schedule, out _))
            yield return new ValidationResult($"'{Schedule}' is not a cron expression of five fields (minute hour day month weekday) such as '0 7 * * 0'.", [nameof(Schedule)]);
    }
}
