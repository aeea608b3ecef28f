using System.ComponentModel.DataAnnotations;
using Cronos;

namespace SpotifyPlatform.Vectorizer.Promotions;

/// <summary>When the promotion runs, and which tracks it adds to the vector index.</summary>
public sealed class PromotionOptions : IValidatableObject
{
    /// <summary>A cron expression of five fields, in UTC; empty to run by hand only.</summary>
    public string Schedule { get; set; } = "0 3 * * *";

    /// <summary>Accesses that a track needs to be promoted.</summary>
    [Range(1, 1_000_000_000)]
    public int MinAccesses { get; set; } = 3;

    /// <summary>Tracks promoted in one run, at most.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 1_000;

    /// <summary>No track is promoted while the index holds this many vectors.</summary>
    [Range(0, 1_000_000_000)]
    public long MaxVectors { get; set; } = 20_000_000;

    /// <summary>Gives the first time of the schedule after a moment; null for never.</summary>
    internal Func<DateTimeOffset, DateTimeOffset?> NextTime()
    {
        if (Schedule.Length == 0)
            return _ => null;
        var schedule = CronExpression.Parse(Schedule);
        return after => schedule.GetNextOccurrence(after, TimeZoneInfo.Utc);
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Schedule.Length > 0 && FindScheduleError() is { } error)
            yield return new ValidationResult(
                $"'{Schedule}' is not a cron expression of five fields (minute hour day month weekday) such as '0 3 * * *': {error}", [nameof(Schedule)]);
    }

    private string? FindScheduleError()
    {
        try
        {
            CronExpression.Parse(Schedule);
            return null;
        }
        catch (CronFormatException ex)
        {
            return ex.Message;
        }
    }
}
