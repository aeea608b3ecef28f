using SpotifyPlatform.Contracts.Listening.V1;

namespace SpotifyPlatform.ListeningHistory.Insights;

/// <summary>Chooses the bucket of a period for a chart: some 100 points at most.</summary>
internal static class TimeBuckets
{
    private const int MaxDays = 92;
    private const int MaxDaysByWeek = 732;

    /// <exception cref="MalformedInsightException">The bucket is not one of the contract.</exception>
    public static TimeBucket Choose(TimeBucket asked, Period period) => asked switch
    {
        TimeBucket.Unspecified => period.Days switch
        {
            <= MaxDays => TimeBucket.Day,
            <= MaxDaysByWeek => TimeBucket.Week,
            _ => TimeBucket.Month,
        },
        _ when Enum.IsDefined(asked) => asked,
        _ => throw new MalformedInsightException("bucket may be day, week, month or year."),
    };

    /// <summary>As <c>date_trunc</c> names it.</summary>
    public static string Name(TimeBucket bucket) => bucket switch
    {
        TimeBucket.Day => "day",
        TimeBucket.Week => "week",
        TimeBucket.Month => "month",
        _ => "year",
    };
}
