using SpotifyPlatform.SampleData.Playlists;
using SpotifyPlatform.SampleData.Randomness;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Listening;

/// <summary>Generates one person's plays from 2021 to mid-2025: sessions around a favourite genre, with skips, offline plays and podcasts.</summary>
internal sealed class Listener(SampleWorld world, TrackSampler sampler)
{
    private const long First = 1_612_137_600; // 2021-02-01
    private const long Last = 1_750_000_000; // 2025-06-15
    private const long SecondsSince = 1_672_531_200; // 2023: offline_timestamp changes from milliseconds to seconds
    private const long ShortPlatformSince = 1_697_673_600; // 2023-10-19: platform changes from free text to one word
    private static readonly string[] Podcasts = ["The Long Wave", "Small Machines", "Kitchen Physics"];

    /// <summary>Rows in the order of end time; a few are exact duplicates, as in real exports.</summary>
    public IReadOnlyList<Play> Plays(int count)
    {
        var rng = world.RngFor(RngStream.ListeningHistory, 0);
        var genre = rng.Below(Genres.All.Length);
        var scene = rng.Below(sampler.ScenesOf(genre));
        var plays = new List<Play>(count);
        var clock = (double)First;
        var gap = (Last - First) / Math.Max(1.0, count / 13.5); // a session has about 14 rows
        while (plays.Count < count)
        {
            clock = Math.Min(Last, clock + gap * (0.2 + 1.6 * rng.Unit()));
            var session = rng.Between(3, 25);
            var device = rng.Below(3);
            for (var i = 0; i < session && plays.Count < count; i++)
            {
                var play = Next(ref clock, genre, scene, device, ref rng);
                plays.Add(play);
                if (plays.Count < count && rng.Below(140) == 0)
                    plays.Add(play);
            }
        }

        return plays;
    }

    private Play Next(ref double clock, int genre, int scene, int device, ref Rng rng)
    {
        var episode = rng.Below(30) == 0;
        var track = episode ? -1 : Choose(genre, scene, ref rng);
        var full = episode ? 1_800_000 : world.Track(track).DurationMs;
        var skipped = !episode && rng.Chance(0.22);
        var ms = skipped ? rng.Between(400, Math.Min(60_000, full)) : rng.Chance(0.9) ? full : rng.Between(full / 3, full);
        var start = (long)clock;
        clock += ms / 1000.0 + (rng.Chance(0.06) ? rng.Below(2_000) : rng.Below(3));
        var end = (long)clock;
        return new(end, Platform(device, end), ms, track, episode ? rng.Pick(Podcasts) : null,
            rng.Pick(["trackdone", "trackdone", "trackdone", "clickrow", "fwdbtn", "playbtn", "appload"]),
            skipped ? rng.Pick(["fwdbtn", "endplay", "backbtn"]) : rng.Pick(["trackdone", "trackdone", "trackdone", "logout", "unexpected-exit-while-paused"]),
            rng.Chance(0.4), end < SecondsSince && rng.Chance(0.5) ? null : skipped, rng.Chance(0.05), Started(start, end, ref rng), rng.Chance(0.01));
    }

    private int Choose(int genre, int scene, ref Rng rng)
    {
        var track = rng.Below(10) switch
        {
            < 6 => sampler.FromScene(genre, scene, ref rng),
            < 8 => sampler.FromNearby(Genres.IndexOf(Genres.All[genre].Neighbour), scene, ref rng),
            _ => sampler.FromCharts(ref rng),
        };
        return track < 0 ? rng.Below(world.TrackCount) : track;
    }

    private static long? Started(long start, long end, ref Rng rng) => rng.Below(50) switch
    {
        0 => null,
        < 4 => 0,
        4 => 37,
        _ => end < SecondsSince ? start * 1000 + rng.Below(1000) : start,
    };

    private static string Platform(int device, long time) => time < ShortPlatformSince
        ? device switch { 0 => "Android OS 11 API 30 (samsung, SM-G975F)", 1 => "iOS 14.7.1 (iPhone10,3)", _ => "Windows 10 (10.0.18363; x64; AppX)" }
        : device switch { 0 => "android", 1 => "ios", _ => "windows" };
}
