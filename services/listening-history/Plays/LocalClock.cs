namespace SpotifyPlatform.ListeningHistory.Plays;

/// <summary>Converts UTC to local time. Most UTC days have one offset, which is looked up once.</summary>
internal sealed class LocalClock(string timeZone)
{
    private const int SecondsPerDay = 24 * 3600;
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
    private readonly Dictionary<long, long?> offsetsByDay = [];

    /// <summary>Whether the name is one of the system's IANA time zones.</summary>
    public static bool Knows(string timeZone) => TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _);

    /// <param name="ts">Unix seconds.</param>
    public LocalTime At(long ts)
    {
        var local = DateTime.UnixEpoch.AddSeconds(ts + OffsetAt(ts));
        return new LocalTime(DateOnly.FromDateTime(local), local.Hour);
    }

    private long OffsetAt(long ts)
    {
        var day = ts / SecondsPerDay;
        if (!offsetsByDay.TryGetValue(day, out var offset))
        {
            var (first, last) = (Offset(day * SecondsPerDay), Offset(((day + 1) * SecondsPerDay) - 1));
            offsetsByDay[day] = offset = first == last ? first : null;
        }

        return offset ?? Offset(ts);
    }

    private long Offset(long ts) => (long)zone.GetUtcOffset(DateTime.UnixEpoch.AddSeconds(ts)).TotalSeconds;
}
