using System.Security.Cryptography;
using System.Text;

namespace SpotifyPlatform.PipelineStatus;

/// <summary>Names of stores that are equal only for the same store. They do not show paths or addresses.</summary>
public static class StageSource
{
    private const int Length = 16;

    /// <summary>A store in a folder of this machine.</summary>
    public static string Folder(string path) => Name($"{Environment.MachineName}:{Path.GetFullPath(path)}");

    /// <summary>A store that instances reach over the network.</summary>
    public static string Server(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Name(address.GetLeftPart(UriPartial.Path));
    }

    private static string Name(string store) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(store)))[..Length];
}
