using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Chance;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.MusicBrainz;

/// <summary>
/// What MusicBrainz knows of the world's recordings: more of the popular ones; sometimes twice, sometimes with a code too many,
/// often without any code.
/// </summary>
internal static class Recordings
{
    private const int PerRoot = 4; // room for row ids: up to two recordings, one without a code, one unknown to Spotify
    private const int Uncoded = 2;
    private const int FirstId = 1_001;
    private const int FirstSharedCredit = 100_000_000; // above every artist's own credit

    /// <summary>The recordings that belong to a track; none for reissues, which share their root's.</summary>
    public static IReadOnlyList<Recording> RecordingsOf(this SampleWorld world, int root)
    {
        if (world.RootOf(root) != root)
            return [];
        var dice = world.Dice(Draw.Recording, root);
        var all = new List<Recording>(2);
        var isrc = CodeOf(world, root);
        if (isrc is not null && dice.Chance(0.20 + 0.6 * world.PopularityOf(root) / 100))
            AddKnown(world, root, isrc, all, ref dice);
        else if (dice.Chance(0.18))
            all.Add(Make(world, root, Uncoded, [], ref dice));
        if (dice.Chance(0.08))
            all.Add(Unreleased(world, root, ref dice));
        return all;
    }

    /// <summary>
    /// The match of a track by the platform's rule: recordings with its ISRC, nearest in length first (unknown is farthest), then
    /// the lowest row id.
    /// </summary>
    public static ExpectedMatch MatchOf(this SampleWorld world, Track track)
    {
        if (!Isrc.TryParse(track.Isrc, out var isrc))
            return new(null, "no_match", WithoutCode(world, track.Root));
        var best = world.RecordingsOf(track.Root)
            .Concat(track.Root > 0 ? world.RecordingsOf(track.Root - 1) : [])
            .Where(recording => recording.Isrcs.Contains(isrc.Code))
            .OrderBy(recording => recording.LengthMs is { } length ? Math.Abs(length - track.DurationMs) : int.MaxValue)
            .ThenBy(recording => recording.Id)
            .FirstOrDefault();
        return best is null ? new(null, "no_match", WithoutCode(world, track.Root)) : new(best.Gid, "isrc_exact", null);
    }

    /// <summary>Row id of a credit: an artist's own, or one for those who made this recording together.</summary>
    public static int CreditOf(Track track) => track.Artists.Length == 1 ? track.Artists[0] + 1 : FirstSharedCredit + track.Root;

    private static void AddKnown(SampleWorld world, int root, string isrc, List<Recording> all, ref Dice dice)
    {
        List<string> codes = [isrc];
        if (dice.Chance(0.05))
            codes.Add(Isrcs.Clean(ref dice, root, '0')); // a code that the catalogue lacks
        // Somebody entered the next song's code here too: that code then has several recordings.
        if (dice.Chance(0.05) && root + 1 < world.TrackCount && world.RootOf(root + 1) == root + 1 && CodeOf(world, root + 1) is { } next)
            codes.Add(next);
        all.Add(Make(world, root, 0, [.. codes], ref dice));
        if (dice.Chance(0.08))
            all.Add(Make(world, root, 1, [isrc], ref dice));
    }

    private static Recording Make(SampleWorld world, int root, int slot, string[] isrcs, ref Dice dice)
    {
        var track = world.Track(root);
        int? length = dice.Below(20) switch
        {
            0 => null,
            < 6 => track.DurationMs,
            _ => track.DurationMs + dice.Between(-900, 900) * (slot + 1),
        };
        var comment = dice.Below(60) switch { 0 => "album version", 1 => "take 2,\tlive", 2 => @"from ""C:\tapes""", _ => "" };
        return new(FirstId + root * PerRoot + slot, Gid(ref dice), track.Name, CreditOf(track), length, comment, isrcs);
    }

    /// <summary>A recording of the same artist that Spotify never had.</summary>
    private static Recording Unreleased(SampleWorld world, int root, ref Dice dice)
    {
        var name = Names.Title(ref dice, Genres.All[world.GenreOf(root)]) + " (demo)";
        string[] isrcs = dice.Chance(0.5) ? [Isrcs.Clean(ref dice, root, '9')] : [];
        return new(FirstId + root * PerRoot + 3, Gid(ref dice), name, world.ArtistOf(root) + 1, dice.Between(60_000, 400_000), "demo", isrcs);
    }

    private static Guid? WithoutCode(SampleWorld world, int root) =>
        world.RecordingsOf(root).FirstOrDefault(recording => (recording.Id - FirstId) % PerRoot == Uncoded)?.Gid;

    private static string? CodeOf(SampleWorld world, int root) =>
        Isrc.TryParse(world.IsrcOfRecording(root), out var isrc) ? isrc.Code : null;

    public static Guid Gid(ref Dice dice)
    {
        var value = dice.Wide();
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        bytes[6] = (byte)(0x40 | (bytes[6] & 0x0F)); // version 4
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F)); // RFC 9562 variant
        return new Guid(bytes, bigEndian: true);
    }
}
