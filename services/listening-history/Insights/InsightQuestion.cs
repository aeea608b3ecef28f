using SpotifyPlatform.Contracts.Listening.V1;

namespace SpotifyPlatform.ListeningHistory.Insights;

/// <summary>A request's filter and order as values for the parameters of statements.</summary>
internal sealed class InsightQuestion
{
    public const int MaxLimit = 1000;
    private const int DefaultLimit = 20;

    private readonly Dictionary<string, object> values = new(StringComparer.Ordinal);

    /// <param name="today">In the account's time zone; taken where the filter names no day.</param>
    /// <exception cref="MalformedInsightException">Period or date cannot be read.</exception>
    public InsightQuestion(InsightFilter? filter, DateOnly today)
    {
        filter ??= new InsightFilter();
        Period = Insights.Period.Parse(filter.Period, filter.Today.Length > 0 ? Insights.Period.Date(filter.Today) : today);
        values["from"] = Period.From;
        values["to"] = Period.To;
        values["previous_from"] = Period.Previous?.From ?? DateOnly.MaxValue;
        values["previous_to"] = Period.Previous?.To ?? DateOnly.MinValue;
        values["with_suspected"] = filter.WithSuspected;
        values["with_private"] = !filter.WithoutPrivate;
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
    public InsightQuestion WithOrder(InsightOrder? order)
    {
        order ??= new InsightOrder();
        return WithLimit(order.Limit).With("by_plays", order.ByPlays).With("ascending", order.Ascending);
    }

    /// <exception cref="MalformedInsightException">The value is out of range.</exception>
    public static int InRange(string name, int asked, int max, int otherwise) => asked switch
    {
        0 => otherwise,
        > 0 when asked <= max => asked,
        _ => throw new MalformedInsightException($"{name} is {asked}. It may be 1 to {max}, or 0 for {otherwise}."),
    };

    /// <summary>The period as the answer names it. All time has no dates.</summary>
    public InsightPeriod ToMessage()
    {
        var message = new InsightPeriod();
        if (Period.From != DateOnly.MinValue)
            (message.From, message.To) = (Insights.Period.Text(Period.From), Insights.Period.Text(Period.To));
        if (Period.Previous is { } previous)
            (message.PreviousFrom, message.PreviousTo) = (Insights.Period.Text(previous.From), Insights.Period.Text(previous.To));
        return message;
    }
}
