using System.Globalization;
using System.Security.Cryptography;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Artifacts.Store.LocalCopies;

namespace SpotifyPlatform.Testing.Crash;

/// <summary>Reads artifacts by chance through a cache folder that it shares, and prints for each whether the copy is equal, until it is killed.</summary>
public static class CacheReader
{
    /// <summary>The bytes of the artifact whose key is a number.</summary>
    public static byte[] Content(int number, int bytes)
    {
        var content = new byte[bytes];
        new Random(number).NextBytes(content);
        return content;
    }

    public static ArtifactReference Reference(int number, int bytes) =>
        new(ArtifactKey.Parse($"{number}"), bytes, Convert.ToHexStringLower(SHA256.HashData(Content(number, bytes))));

    /// <param name="arguments">The store's folder, the cache's folder, its bytes, the number of artifacts, the bytes of each, the seed.</param>
    internal static async Task RunAsync(string[] arguments)
    {
        var store = new FolderArtifactStore(arguments[0], null, TimeProvider.System);
        var cache = new CachedArtifacts(store, arguments[1], long.Parse(arguments[2], CultureInfo.InvariantCulture), TimeProvider.System);
        var (artifacts, bytes) = (Number(arguments[3]), Number(arguments[4]));
        var random = new Random(Number(arguments[5]));
        while (true)
        {
            var number = random.Next(artifacts);
            using var copy = await cache.FetchAsync(Reference(number, bytes), CancellationToken.None);
            Console.WriteLine((await File.ReadAllBytesAsync(copy.Path)).AsSpan().SequenceEqual(Content(number, bytes)) ? "equal" : $"{number} differs");
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
