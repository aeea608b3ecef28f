using System.Security.Cryptography;
using SpotifyPlatform.Vectors.Files;
using SpotifyPlatform.Vectors.Generations;

namespace SpotifyPlatform.Vectors;

/// <summary>SHA-256 over the points of an index in the order of their ids, independent of its files.</summary>
public static class VectorDigest
{
    /// <summary>The digest, lower-case hexadecimal, and the points that it covers.</summary>
    public static (string Sha256, long Points) Of(string path)
    {
        var folder = new IndexFolder(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var generation = folder.ReadGeneration();
        if (TailLog.DimensionsOf(folder.Tail(generation)) is not { } dimensions)
            return (Convert.ToHexStringLower(hash.GetHashAndReset()), 0);
        using var view = new IndexView(folder, dimensions, generation);
        foreach (var (rows, slot) in view.ById())
        {
            hash.AppendData(rows.Id(slot).ToKey());
            hash.AppendData(rows.Record(slot));
        }

        return (Convert.ToHexStringLower(hash.GetHashAndReset()), view.Live);
    }
}
