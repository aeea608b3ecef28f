using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Xref.Tests;

/// <summary>Tracks, a dump, and which recordings the tracks are: every case once.</summary>
internal static class SmallWorld
{
    public static TrackId[] Ids { get; } = [.. Enumerable.Range(1, 9).Select(Scenario.Track).Order()];

    public static CatalogRow[] Tracks { get; } =
    [
        Scenario.Row(1, Scenario.Isrc(1)), Scenario.Row(2, Scenario.Isrc(2)), Scenario.Row(3, Scenario.Isrc(2), 250_000),
        Scenario.Row(4, ""), Scenario.Row(5, ""), Scenario.Row(6, Scenario.Isrc(99)),
        Scenario.Row(7, Scenario.Isrc(3)), Scenario.Row(8, Scenario.Isrc(4)), Scenario.Row(9, Scenario.Isrc(1), 0, popularity: 90),
    ];

    public static DumpBuilder Dump { get; } = new()
    {
        Isrcs = DumpBuilder.Isrc(10, Scenario.Isrc(1)) + DumpBuilder.Isrc(20, Scenario.Isrc(2)) + DumpBuilder.Isrc(21, Scenario.Isrc(2))
            + DumpBuilder.Isrc(22, Scenario.Isrc(2)) + DumpBuilder.Isrc(10, Scenario.Isrc(3)) + DumpBuilder.Isrc(40, Scenario.Isrc(4)),
        Recordings = DumpBuilder.Recording(20, Scenario.Gid(20), 190_000) + DumpBuilder.Recording(10, Scenario.Gid(10), 180_000)
            + DumpBuilder.Recording(21, Scenario.Gid(21), 240_000) + DumpBuilder.Recording(22, Scenario.Gid(22), null)
            + DumpBuilder.Recording(50, Scenario.Gid(50), 200_000),
        Redirects = DumpBuilder.Redirect(Scenario.Gid(77), 10) + DumpBuilder.Redirect(Scenario.Gid(78), 50) + DumpBuilder.Redirect(Scenario.Gid(79), 999),
    };

    /// <summary>Two recordings share an ISRC (2, 3), one has two (1, 7), one is missing (8), tracks lack a code (4, 5).</summary>
    public static List<TrackMatch> Expected { get; } =
    [
        .. new[] { Exact(1, 1, 10), Exact(2, 2, 20), Exact(3, 2, 21), None(4, null), None(5, null), None(6, 99), Exact(7, 3, 10), None(8, 4), Exact(9, 1, 10) }
            .OrderBy(match => match.Id),
    ];

    /// <summary>A dump that knows fewer tracks, and one of them as another recording.</summary>
    public static DumpBuilder OtherDump(string timestamp) => new()
    {
        Timestamp = timestamp, Isrcs = DumpBuilder.Isrc(11, Scenario.Isrc(1)), Recordings = DumpBuilder.Recording(11, Scenario.Gid(11), 180_000),
    };

    private static TrackMatch Exact(int track, int isrc, int recording) =>
        new(Scenario.Track(track), Isrc.Parse(Scenario.Isrc(isrc)), Scenario.Mbid(recording), 1, MatchMethod.IsrcExact);

    private static TrackMatch None(int track, int? isrc) =>
        TrackMatch.None(Scenario.Track(track), isrc is { } number ? Isrc.Parse(Scenario.Isrc(number)) : null);
}
