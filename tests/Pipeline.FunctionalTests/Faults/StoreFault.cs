using System.Globalization;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Faults;

/// <summary>One file of a data folder that is lost or changed, as a seed chooses.</summary>
internal sealed class StoreFault
{
    private readonly byte[] good;
    private readonly byte[]? bad;

    public StoreFault(FaultKind kind, string path, Random random)
    {
        (Kind, Path, good) = (kind, path, File.ReadAllBytes(path));
        bad = kind switch
        {
            FaultKind.Deleted => null,
            FaultKind.Zeroed => new byte[random.Next(2) * good.Length],
            FaultKind.Truncated => good[..random.Next(good.Length)],
            _ => Flipped(good, random.Next(good.Length * 8)),
        };
    }

    public FaultKind Kind { get; }

    public string Path { get; }

    /// <summary>In place, as a disk does it: whoever has the file open sees it.</summary>
    public void Apply()
    {
        if (bad is null)
            File.Delete(Path);
        else
            Write(bad);
    }

    public void Undo() => Write(good);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} ({bad?.Length ?? 0} of {good.Length} bytes): {Path}");

    private static byte[] Flipped(byte[] good, int bit)
    {
        var bad = good.ToArray();
        bad[bit / 8] ^= (byte)(1 << bit % 8);
        return bad;
    }

    private void Write(byte[] content)
    {
        using var file = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.SetLength(0);
        file.Write(content);
    }
}

internal enum FaultKind
{
    Deleted,
    Zeroed,
    Truncated,
    BitFlipped,
}
