using System.Buffers.Binary;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Pairs;

/// <summary>The value of a track in the table of pairs.</summary>
internal readonly ref struct PairRow(ReadOnlySpan<byte> value)
{
    private readonly ReadOnlySpan<byte> value = value;

    /// <summary>Pairs that the track lists.</summary>
    public int Count => (value.Length - PairTable.HeaderBytes) / PairTable.EntryBytes;

    /// <summary>Playlists that contain the track.</summary>
    public int Playlists => BinaryPrimitives.ReadInt32LittleEndian(value);

    public TrackId Other(int index) => new(BinaryPrimitives.ReadUInt128BigEndian(Entry(index)));

    /// <summary>Playlists that contain both tracks.</summary>
    public int Both(int index) => BinaryPrimitives.ReadInt32LittleEndian(Entry(index)[TrackId.KeyLength..]);

    /// <summary>Playlists that contain the other track.</summary>
    public int OtherPlaylists(int index) => BinaryPrimitives.ReadInt32LittleEndian(Entry(index)[(TrackId.KeyLength + sizeof(int))..]);

    /// <param name="track">Whose row it is.</param>
    /// <param name="all">All kept playlists.</param>
    public TrackPair Pair(int index, TrackId track, long all) => PairOf(track, Playlists, Other(index), OtherPlaylists(index), Both(index), all);

    public static TrackPair PairOf(TrackId one, long playlistsOfOne, TrackId other, long playlistsOfOther, long both, long all)
    {
        var (pmi, jaccard) = (PairScore.Pmi(both, playlistsOfOne, playlistsOfOther, all), PairScore.Jaccard(both, playlistsOfOne, playlistsOfOther));
        return one < other
            ? new TrackPair(one, other, both, playlistsOfOne, playlistsOfOther, pmi, jaccard)
            : new TrackPair(other, one, both, playlistsOfOther, playlistsOfOne, pmi, jaccard);
    }

    private ReadOnlySpan<byte> Entry(int index) => value.Slice(PairTable.ValueBytes(index), PairTable.EntryBytes);
}
