using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpotifyPlatform.Lake.Ingest;

/// <summary>The configurations that are built in, by name.</summary>
internal static class IngestConfigs
{
    private const string Folder = "Ingest.Configs.";

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    public static IReadOnlyList<IngestConfig> All { get; } = [.. Resources.Read(Folder).Select(resource => JsonSerializer.Deserialize<IngestConfig>(resource.Value, Format)!)];

    /// <param name="name">Null for all of them.</param>
    /// <exception cref="FormatException">There is no such configuration.</exception>
    public static IReadOnlyList<IngestConfig> Select(string? name)
    {
        if (name is null)
            return All;
        return All.Where(config => config.Name == name).ToList() is { Count: > 0 } found
            ? found
            : throw new FormatException($"There is no ingest configuration '{name}': {string.Join(" and ", All.Select(config => config.Name))} are.");
    }
}
