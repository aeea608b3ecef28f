namespace SpotifyPlatform.ListeningHistory.Plays;

/// <summary>The end of a play, or its start where the account says so, in the account's time zone.</summary>
/// <param name="Hour">0 to 23.</param>
public readonly record struct LocalTime(DateOnly Date, int Hour)
{
    public int Year => Date.Year;

    public int Month => Date.Month;

    /// <summary><c>yyyy-MM</c>.</summary>
    public string YearMonth => $"{Date.Year:D4}-{Date.Month:D2}";

    /// <summary>0 is Monday.</summary>
    public int DayOfWeek => ((int)Date.DayOfWeek + 6) % 7;
}
