namespace SpotifyPlatform.Vectors.Rows;

/// <summary>
/// Filter attributes of a row in 32 bits: popularity + 1 (0 and 102: out of range), explicit, has an MBID, present (the slot has a row), and the
/// year (0: none).
/// </summary>
internal static class RowAttributes
{
    public const uint PopularityMask = 0xFF;
    public const uint Explicit = 1 << 8;
    public const uint HasMbid = 1 << 9;
    public const uint Present = 1 << 10;
    public const int YearShift = 16;

    public static uint Of(VectorPoint point) =>
        Popularity(point.Payload.Popularity)
        | (point.Payload.Explicit ? Explicit : 0)
        | (point.Mbid is null ? 0 : HasMbid)
        | Present
        | (point.Payload.Year is { } year ? Year(year) << YearShift : 0);

    public static uint Popularity(int popularity) => (uint)(Math.Clamp(popularity, -1, 101) + 1);

    public static uint Year(int year) => (uint)Math.Clamp(year, 1, ushort.MaxValue);
}
