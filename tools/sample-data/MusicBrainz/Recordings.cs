using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Randomness;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.MusicBrainz;

/// <summary>
/// The MusicBrainz recordings of the world: more for popular tracks, some duplicated, some with a wrong additional ISRC, many
/// without an ISRC.
/// </summary>
internal static class Recordings
{
    private const int PerRoot = 4; // room for row ids: up to two recordings, one without a code, one unknown to Spotify
    private const int Uncoded = 2;
    private const int FirstId = 1_001;
    private const int FirstSharedCredit = 100_000_000; // above every artist's own credit

    /// <summary>The recordings of a track; empty for reissues, which share those of their root, and for artists that are not in MusicBrainz.</summary>
    public static IReadOnlyList<Recording> RecordingsOf(this SampleWorld world, int root)
    {
        if (world.RootOf(root) != root || !world.IsInMusicBrainz(world.ArtistOf(root)))
            return [];
        var fame = world.FameClassOf(root);
        var rng = world.RngFor(RngStream.RecordingDetails, root);
        var all = new List<Recording>(2);
        var isrc = CodeOf(world, root);
        if (isrc is not null && rng.Chance(fame.Coded + fame.CodedByPopularity * world.PopularityOf(root) / 100))
            AddKnown(world, root, isrc, all, ref rng);
        else if (rng.Chance(fame.Uncoded))
            all.Add(Make(world, root, Uncoded, [], ref rng));
        if (rng.Chance(fame.Unreleased))
            all.Add(Unreleased(world, root, fame.UnreleasedCoded, ref rng));
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

    /// <summary>The artists of a track that MusicBrainz knows, the main artist first.</summary>
    public static int[] CreditedArtists(this SampleWorld world, Track track) => [.. track.Artists.Where(world.IsInMusicBrainz)];

    /// <summary>Row id of a credit: the artist's, or a shared one for a recording by several artists.</summary>
    private static int CreditOf(SampleWorld world, Track track) =>
        world.CreditedArtists(track) is [var only] ? only + 1 : FirstSharedCredit + track.Root;

    private static void AddKnown(SampleWorld world, int root, string isrc, List<Recording> all, ref Rng rng)
    {
        List<string> codes = [isrc];
        if (rng.Chance(0.05))
            codes.Add(Isrcs.Clean(ref rng, root, '0')); // a code outside the catalogue
        // The next track's code, entered here by mistake: that code then has several recordings.
        if (rng.Chance(0.05) && root + 1 < world.TrackCount && world.RootOf(root + 1) == root + 1 && CodeOf(world, root + 1) is { } next)
            codes.Add(next);
        all.Add(Make(world, root, 0, [.. codes], ref rng));
        if (rng.Chance(0.08))
            all.Add(Make(world, root, 1, [isrc], ref rng));
    }

    private static Recording Make(SampleWorld world, int root, int slot, string[] isrcs, ref Rng rng)
    {
        var track = world.Track(root);
        int? length = rng.Below(20) switch
        {
            0 => null,
            < 6 => track.DurationMs,
            _ => track.DurationMs + rng.Between(-900, 900) * (slot + 1),
        };
        var comment = rng.Below(60) switch { 0 => "album version", 1 => "take 2,\tlive", 2 => @"from ""C:\tapes""", _ => "" };
        return new(FirstId + root * PerRoot + slot, Gid(ref rng), track.Name, CreditOf(world, track), length, comment, isrcs);
    }

    /// <summary>A recording of the same artist that is not in the catalogue.</summary>
    private static Recording Unreleased(SampleWorld world, int root, double coded, ref Rng rng)
    {
        var name = Names.Title(ref rng, Genres.All[world.GenreOf(root)]) + " (demo)";
        string[] isrcs = rng.Chance(coded) ? [Isrcs.Clean(ref rng, root, '9')] : [];
        return new(FirstId + root * PerRoot + 3, Gid(ref rng), name, world.ArtistOf(root) + 1, rng.Between(60_000, 400_000), "demo", isrcs);
    }

    private static Guid? WithoutCode(SampleWorld world, int root) =>
        world.RecordingsOf(root).FirstOrDefault(recording => (recording.Id - FirstId) % PerRoot == Uncoded)?.Gid;

    private static string? CodeOf(SampleWorld world, int root) =>
        Isrc.TryParse(world.IsrcOfRecording(root), out var isrc) ? isrc.Code : null;

    public static Guid Gid(ref Rng rng)
    {
        var value = rng.Wide();
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        bytes[6] = (byte)(0x40 | (bytes[6] & 0x0F)); // version 4
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F)); // RFC 9562 variant
        return new Guid(bytes, bigEndian: true);
    }
}
