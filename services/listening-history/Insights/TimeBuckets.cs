namespace SpotifyPlatform.ListeningHistory.Insights;

/// <summary>The span of one point of a chart.</summary>
internal enum BucketSpan
{
    Day,

    /// <summary>From Monday.</summary>
    Week,
    Month,
    Year,
}

/// <summary>Chooses the bucket of a period for a chart: some 100 points at most.</summary>
internal static class TimeBuckets
{
    private const int MaxDays = 92;
    private const int MaxDaysByWeek = 732;

    public static BucketSpan Choose(Period period) => period.Days switch
    {
        <= MaxDays => BucketSpan.Day,
        <= MaxDaysByWeek => BucketSpan.Week,
        _ => BucketSpan.Month,
    };

    /// <summary>As <c>date_trunc</c> names it.</summary>
    public static string Name(BucketSpan bucket) => bucket switch
    {
        BucketSpan.Day => "day",
        BucketSpan.Week => "week",
        BucketSpan.Month => "month",
        _ => "year",
    };
}
