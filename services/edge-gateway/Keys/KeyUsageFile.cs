using System.Text.Json;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.EdgeGateway.Keys;

/// <summary>When each key was last used: JSON, prefix to time.</summary>
internal static class KeyUsageFile
{
    private const long MaxBytes = 4 << 20;

    /// <summary>A file that is missing or damaged holds nothing: it only informs.</summary>
    public static IReadOnlyDictionary<string, DateTimeOffset> Read(string path)
    {
        var nothing = new Dictionary<string, DateTimeOffset>();
        if (!File.Exists(path) || new FileInfo(path).Length > MaxBytes)
            return nothing;
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(File.ReadAllBytes(path)) ?? nothing;
        }
        catch (JsonException)
        {
            return nothing;
        }
    }

    public static void Write(string path, IReadOnlyDictionary<string, DateTimeOffset> usage) =>
        StagedFile.WriteAll(Path.GetFullPath(path), JsonSerializer.SerializeToUtf8Bytes(usage));
}
