using System.Buffers.Binary;
using System.Text;

namespace SpotifyPlatform.EventBus;

/// <summary>
/// The partition of a key: murmur2 over its UTF-8 bytes, as Kafka's own clients compute it, so that a key has the same
/// partition on every adapter.
/// </summary>
public static class KeyPartition
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;

    /// <summary>0 to <paramref name="partitions"/> - 1.</summary>
    public static int Of(string key, int partitions) => (int)(Murmur2(Encoding.UTF8.GetBytes(key)) & int.MaxValue) % partitions;

    internal static uint Murmur2(ReadOnlySpan<byte> data)
    {
        var hash = Seed ^ (uint)data.Length;
        for (; data.Length >= 4; data = data[4..])
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(data) * Multiplier;
            hash = (hash * Multiplier) ^ ((word ^ (word >> 24)) * Multiplier);
        }

        if (data.Length > 0)
        {
            for (var i = data.Length - 1; i >= 0; i--)
                hash ^= (uint)data[i] << (8 * i);
            hash *= Multiplier;
        }

        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }
}
