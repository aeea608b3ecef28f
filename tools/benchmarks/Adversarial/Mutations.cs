namespace SpotifyPlatform.Benchmarks.Adversarial;

/// <summary>Changes bytes as faults of disks, of transfers and of programs do.</summary>
internal static class Mutations
{
    /// <param name="headerBytes">Half of all changes are in the first bytes of a block, where they have the most effect.</param>
    /// <param name="blockBytes">0 where only the whole has a start.</param>
    public static byte[] Of(byte[] whole, Random random, int headerBytes, int blockBytes = 0)
    {
        var bytes = whole.ToList();
        var count = random.Next(0, 4);
        for (var i = 0; i < count && bytes.Count > 0; i++)
        {
            var block = blockBytes == 0 ? 0 : random.Next((bytes.Count + blockBytes - 1) / blockBytes) * blockBytes;
            var at = random.Next(2) == 0 ? Math.Min(bytes.Count - 1, block + random.Next(headerBytes)) : random.Next(bytes.Count);
            Change(bytes, at, random);
        }

        return [.. bytes];
    }

    private static void Change(List<byte> bytes, int at, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 2000)));
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 2000))));
                break;
            case 4:
                for (var end = Math.Min(bytes.Count, at + random.Next(1, 16)); at < end; at++)
                    bytes[at] = 0xFF;
                break;
            default:
                bytes.Insert(at, (byte)random.Next(256));
                break;
        }
    }
}
