using System.Globalization;
using System.Numerics;
using SpotifyPlatform.Music;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Storage.Baskets;

/// <summary>
/// The table of baskets: a row for each playlist that has a track of the catalogue. The value is the distinct tracks of the playlist, their ids
/// ascending, 16 bytes each, and then their popularities, a byte each. Owners and names of playlists are not stored.
/// </summary>
public static class BasketTable
{
    public const string Name = "baskets";

    /// <summary>The playlist's id.</summary>
    public const int KeyBytes = TrackId.KeyLength;

    /// <summary>A count of the manifest: tracks of all baskets.</summary>
    public const string Entries = "entries";

    private const string SquaresPrefix = "squared_lengths/";

    /// <summary>Bytes of the value of a basket of so many tracks.</summary>
    public static int ValueBytes(int tracks) => tracks * (TrackId.KeyLength + 1);

    /// <summary>The ids of a value, 16 bytes each.</summary>
    public static ReadOnlySpan<byte> TrackIds(ReadOnlySpan<byte> value) => value[..(Tracks(value) * TrackId.KeyLength)];

    public static ReadOnlySpan<byte> Popularities(ReadOnlySpan<byte> value) => value[(Tracks(value) * TrackId.KeyLength)..];

    /// <summary>Counts a basket of so many tracks for the manifest.</summary>
    public static void CountIn(TableWriter writer, int tracks)
    {
        writer.Count(Entries, tracks);
        writer.Count(SquaredLengths(tracks), (long)tracks * tracks);
    }

    /// <summary>The count of the manifest for baskets of about a length: the squares of their lengths, which are the work of counting their pairs.</summary>
    public static string SquaredLengths(int tracks) =>
        string.Create(CultureInfo.InvariantCulture, $"{SquaresPrefix}{BitOperations.RoundUpToPowerOf2((uint)tracks + 1) / 2}");

    /// <summary>An upper bound for the work of counting all pairs of baskets of a range of lengths.</summary>
    /// <param name="counts">Those of a manifest.</param>
    public static long PairEvents(IReadOnlyDictionary<string, long> counts, int minTracks, int maxTracks)
    {
        var events = 0L;
        foreach (var (name, squares) in counts)
            if (name.StartsWith(SquaresPrefix, StringComparison.Ordinal)
                && long.Parse(name.AsSpan(SquaresPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture) is var shortest
                && shortest <= maxTracks && 2 * shortest > minTracks)
                events += squares;
        return events;
    }

    private static int Tracks(ReadOnlySpan<byte> value) => value.Length / (TrackId.KeyLength + 1);
}
