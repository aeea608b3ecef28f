namespace SpotifyPlatform.ListeningHistory.Insights;

/// <summary>Which plays count, and in which order, as values for the parameters of statements.</summary>
internal sealed class InsightQuestion
{
    public const int MaxLimit = 1000;
    private const int DefaultLimit = 20;

    private readonly Dictionary<string, object> values = new(StringComparer.Ordinal);

    public InsightQuestion(Period period, bool withSuspected = false, bool withPrivate = true)
    {
        Period = period;
        values["from"] = period.From;
        values["to"] = period.To;
        values["previous_from"] = period.Previous?.From ?? DateOnly.MaxValue;
        values["previous_to"] = period.Previous?.To ?? DateOnly.MinValue;
        values["with_suspected"] = withSuspected;
        values["with_private"] = withPrivate;
    }

    public Period Period { get; }

    /// <summary>For the period asked for.</summary>
    public IReadOnlyDictionary<string, object> Values => values;

    /// <summary>For the period before; null where there is none.</summary>
    public IReadOnlyDictionary<string, object>? PreviousValues => Period.Previous is { } previous
        ? new Dictionary<string, object>(values, StringComparer.Ordinal) { ["from"] = previous.From, ["to"] = previous.To }
        : null;

    public InsightQuestion With(string parameter, object value)
    {
        values[parameter] = value;
        return this;
    }

    /// <exception cref="MalformedInsightException">The limit is out of range.</exception>
    public InsightQuestion WithLimit(int limit) => With("limit", (long)InRange("limit", limit, MaxLimit, DefaultLimit));

    /// <inheritdoc cref="WithLimit"/>
    public InsightQuestion WithOrder(bool byPlays, bool ascending, int limit) => WithLimit(limit).With("by_plays", byPlays).With("ascending", ascending);

    /// <exception cref="MalformedInsightException">The value is out of range.</exception>
    public static int InRange(string name, int asked, int max, int otherwise) => asked switch
    {
        0 => otherwise,
        > 0 when asked <= max => asked,
        _ => throw new MalformedInsightException($"{name} is {asked}. It may be 1 to {max}, or 0 for {otherwise}."),
    };
}
