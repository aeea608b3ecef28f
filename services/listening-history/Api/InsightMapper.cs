using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Insights;

namespace SpotifyPlatform.ListeningHistory.Api;

/// <summary>Maps filters, orders, periods and buckets between messages and the domain.</summary>
internal static class InsightMapper
{
    /// <param name="today">In the account's time zone; taken where the filter names no day.</param>
    /// <exception cref="MalformedInsightException">Period or date cannot be read.</exception>
    public static InsightQuestion Read(InsightFilter? filter, DateOnly today)
    {
        filter ??= new InsightFilter();
        var period = Period.Parse(filter.Period, filter.Today.Length > 0 ? Period.Date(filter.Today) : today);
        return new InsightQuestion(period, filter.WithSuspected, !filter.WithoutPrivate);
    }

    /// <inheritdoc cref="InsightQuestion.WithOrder"/>
    public static InsightQuestion WithOrder(this InsightQuestion question, InsightOrder? order) =>
        question.WithOrder(order?.ByPlays ?? false, order?.Ascending ?? false, order?.Limit ?? 0);

    /// <summary>The bucket asked for, else the one that suits the period.</summary>
    /// <exception cref="MalformedInsightException">The bucket is not one of the contract.</exception>
    public static BucketSpan Read(TimeBucket asked, Period period) => asked switch
    {
        TimeBucket.Unspecified => TimeBuckets.Choose(period),
        TimeBucket.Day => BucketSpan.Day,
        TimeBucket.Week => BucketSpan.Week,
        TimeBucket.Month => BucketSpan.Month,
        TimeBucket.Year => BucketSpan.Year,
        _ => throw new MalformedInsightException("bucket may be day, week, month or year."),
    };

    public static TimeBucket ToMessage(this BucketSpan bucket) => bucket switch
    {
        BucketSpan.Day => TimeBucket.Day,
        BucketSpan.Week => TimeBucket.Week,
        BucketSpan.Month => TimeBucket.Month,
        _ => TimeBucket.Year,
    };

    /// <summary>All time has no dates.</summary>
    public static InsightPeriod ToMessage(this Period period)
    {
        var message = new InsightPeriod();
        if (period.From != DateOnly.MinValue)
            (message.From, message.To) = (Period.Text(period.From), Period.Text(period.To));
        if (period.Previous is { } previous)
            (message.PreviousFrom, message.PreviousTo) = (Period.Text(previous.From), Period.Text(previous.To));
        return message;
    }
}
