using SpotifyPlatform.SampleData.Chance;
using SpotifyPlatform.SampleData.Playlists;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Listening;

/// <summary>A person with favourite genres who listens in sessions from 2021 to mid-2025, skips, goes offline, hears podcasts.</summary>
internal sealed class Listener(SampleWorld world, TrackSampler sampler)
{
    private const long First = 1_612_137_600; // 2021-02-01
    private const long Last = 1_750_000_000; // 2025-06-15
    private const long SecondsSince = 1_672_531_200; // 2023: offline_timestamp turns from milliseconds to seconds
    private const long ShortPlatformSince = 1_697_673_600; // 2023-10-19: platforms turn from free text to one word
    private static readonly string[] Podcasts = ["The Long Wave", "Small Machines", "Kitchen Physics"];

    /// <summary>Rows in the order of their end; a few repeat exactly, as in real exports.</summary>
    public IReadOnlyList<Play> Plays(int count)
    {
        var dice = world.Dice(Draw.Listening, 0);
        var taste = (Loved: dice.Below(Genres.All.Length), Scene: dice.Below(TrackSampler.Scenes));
        var plays = new List<Play>(count);
        var clock = (double)First;
        var gap = (Last - First) / Math.Max(1.0, count / 13.5); // a session has about 14 rows
        while (plays.Count < count)
        {
            clock = Math.Min(Last, clock + gap * (0.2 + 1.6 * dice.Unit()));
            var session = dice.Between(3, 25);
            var device = dice.Below(3);
            for (var i = 0; i < session && plays.Count < count; i++)
            {
                var play = Next(ref clock, taste.Loved, taste.Scene, device, ref dice);
                plays.Add(play);
                if (plays.Count < count && dice.Below(140) == 0)
                    plays.Add(play);
            }
        }

        return plays;
    }

    private Play Next(ref double clock, int loved, int scene, int device, ref Dice dice)
    {
        var episode = dice.Below(30) == 0;
        var track = episode ? -1 : Choose(loved, scene, ref dice);
        var full = episode ? 1_800_000 : world.Track(track).DurationMs;
        var skipped = !episode && dice.Chance(0.22);
        var ms = skipped ? dice.Between(400, Math.Min(60_000, full)) : dice.Chance(0.9) ? full : dice.Between(full / 3, full);
        var start = (long)clock;
        clock += ms / 1000.0 + (dice.Chance(0.06) ? dice.Below(2_000) : dice.Below(3));
        var end = (long)clock;
        return new(end, Platform(device, end), ms, track, episode ? dice.Pick(Podcasts) : null,
            dice.Pick(["trackdone", "trackdone", "trackdone", "clickrow", "fwdbtn", "playbtn", "appload"]),
            skipped ? dice.Pick(["fwdbtn", "endplay", "backbtn"]) : dice.Pick(["trackdone", "trackdone", "trackdone", "logout", "unexpected-exit-while-paused"]),
            dice.Chance(0.4), end < SecondsSince && dice.Chance(0.5) ? null : skipped, dice.Chance(0.05), Started(start, end, ref dice), dice.Chance(0.01));
    }

    private int Choose(int loved, int scene, ref Dice dice)
    {
        var track = dice.Below(10) switch
        {
            < 6 => sampler.FromScene(loved, scene, ref dice),
            < 8 => sampler.FromGenre(Genres.IndexOf(Genres.All[loved].Neighbour), ref dice),
            _ => sampler.FromCharts(world, ref dice),
        };
        return track < 0 ? dice.Below(world.TrackCount) : track;
    }

    private static long? Started(long start, long end, ref Dice dice) => dice.Below(50) switch
    {
        0 => null,
        < 4 => 0,
        4 => 37,
        _ => end < SecondsSince ? start * 1000 + dice.Below(1000) : start,
    };

    private static string Platform(int device, long time) => time < ShortPlatformSince
        ? device switch { 0 => "Android OS 11 API 30 (samsung, SM-G975F)", 1 => "iOS 14.7.1 (iPhone10,3)", _ => "Windows 10 (10.0.18363; x64; AppX)" }
        : device switch { 0 => "android", 1 => "ios", _ => "windows" };
}
