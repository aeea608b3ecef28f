using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Vectorizer.Promotions;

/// <summary>When and which tracks below tier A enter the index.</summary>
public sealed class PromotionOptions : IValidatableObject
{
    /// <summary>A cron expression of five fields, UTC, see <see cref="CronSchedule"/>; empty for never by itself.</summary>
    public string Schedule { get; set; } = "0 3 * * *";

    /// <summary>Accesses that promote a track.</summary>
    [Range(1, 1_000_000_000)]
    public int MinAccesses { get; set; } = 3;

    /// <summary>Tracks promoted at a time.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 1_000;

    /// <summary>Nothing is promoted while the index holds this many vectors.</summary>
    [Range(0, 1_000_000_000)]
    public long MaxVectors { get; set; } = 20_000_000;

    /// <summary>The first time of the schedule after a moment; null for never.</summary>
    internal DateTimeOffset? Next(DateTimeOffset after) => CronSchedule.TryParse(Schedule, out var schedule, out _) ? schedule.Next(after) : null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Schedule.Length > 0 && !CronSchedule.TryParse(Schedule, out _, out var fault))
            yield return new ValidationResult(fault, [nameof(Schedule)]);
    }
}
