using System.Buffers;
using System.Buffers.Binary;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Pairs;

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>Holds rows of the pairs table on their way to its writer: the length of the value, the key, the value.</summary>
internal sealed unsafe class RowWriter(BasketFile file)
{
    private readonly ArrayBufferWriter<byte> bytes = new(64 << 10);
    private RankedNeighbour[] ranked = [];

    /// <summary>Adds a track's neighbours, in the order of their scores whatever measure chose them. A track without neighbours has no row.</summary>
    public void Write(int ordinal, ReadOnlySpan<Neighbour> neighbours)
    {
        if (neighbours.IsEmpty)
            return;
        var playlists = file.Count(file.Ranks[ordinal]);
        var best = Rank(neighbours, playlists);
        var length = PairTable.ValueBytes(best.Length);
        var row = bytes.GetSpan(sizeof(int) + PairTable.KeyBytes + length);
        BinaryPrimitives.WriteInt32LittleEndian(row, length);
        BinaryPrimitives.WriteUInt128BigEndian(row[sizeof(int)..], file.Ids[ordinal].Id.Value);
        var value = row[(sizeof(int) + PairTable.KeyBytes)..];
        PairTable.WriteHeader(value, playlists);
        for (var i = 0; i < best.Length; i++)
            PairTable.WriteEntry(value, i, file.Ids[best[i].OrdinalById].Id, best[i].Count, best[i].Playlists);
        bytes.Advance(sizeof(int) + PairTable.KeyBytes + length);
    }

    /// <summary>Hands the rows over, in their order, and starts anew.</summary>
    public void Flush(Action<ReadOnlySpan<byte>, ReadOnlySpan<byte>> write)
    {
        for (var rest = bytes.WrittenSpan; !rest.IsEmpty;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            write(rest.Slice(sizeof(int), PairTable.KeyBytes), rest.Slice(sizeof(int) + PairTable.KeyBytes, length));
            rest = rest[(sizeof(int) + PairTable.KeyBytes + length)..];
        }

        bytes.ResetWrittenCount();
    }

    private ReadOnlySpan<RankedNeighbour> Rank(ReadOnlySpan<Neighbour> neighbours, int playlists)
    {
        if (ranked.Length < neighbours.Length)
            ranked = new RankedNeighbour[neighbours.Length];
        var best = ranked.AsSpan(0, neighbours.Length);
        for (var i = 0; i < best.Length; i++)
        {
            var (both, other) = neighbours[i];
            var playlistsOfOther = file.Count(file.Ranks[other]);
            var score = PairScore.Rank(PairScore.Pmi(both, playlists, playlistsOfOther, file.Playlists), PairScore.Jaccard(both, playlists, playlistsOfOther));
            best[i] = new RankedNeighbour(score, both, other, playlistsOfOther);
        }

        best.Sort();
        return best;
    }

    private readonly record struct RankedNeighbour(double Score, int Count, int OrdinalById, int Playlists) : IComparable<RankedNeighbour>
    {
        /// <summary>The best first.</summary>
        public int CompareTo(RankedNeighbour other)
        {
            if (Score != other.Score)
                return Score > other.Score ? -1 : 1;
            return Count != other.Count ? other.Count.CompareTo(Count) : OrdinalById.CompareTo(other.OrdinalById);
        }
    }
}
