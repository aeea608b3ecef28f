using System.Text.Json;
using System.Text.Json.Serialization;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.ListeningHistory.Insights;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>An account's exclusions in <c>exclusions.json</c>, by kind and value. Only the holder of the account's lock changes them.</summary>
internal static class ExclusionFile
{
    public const int MaxExclusions = 10_000;
    private const long MaxBytes = 16 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <exception cref="InvalidDataException">The file is not as it was written.</exception>
    public static IReadOnlyList<Exclusion> Read(string accountFolder)
    {
        var path = PathIn(accountFolder);
        if (!File.Exists(path))
            return [];
        try
        {
            if (new FileInfo(path).Length <= MaxBytes && JsonSerializer.Deserialize<Exclusion[]>(File.ReadAllBytes(path), Json) is { } exclusions)
                return [.. exclusions.OrderBy(exclusion => exclusion.Kind).ThenBy(exclusion => exclusion.Value, StringComparer.Ordinal)];
        }
        catch (JsonException)
        {
            // Reported below: the file is damaged either way.
        }

        throw new InvalidDataException($"{path} is not a list of exclusions. Delete it to count everything again, then exclude anew.");
    }

    /// <exception cref="MalformedInsightException">There would be too many.</exception>
    public static void Change(string accountFolder, Action<ISet<Exclusion>> change)
    {
        var exclusions = Read(accountFolder).ToHashSet();
        change(exclusions);
        if (exclusions.Count > MaxExclusions)
            throw new MalformedInsightException($"An account may exclude {MaxExclusions} artists and tracks. Remove some first.");
        StagedFile.WriteAll(PathIn(accountFolder), JsonSerializer.SerializeToUtf8Bytes(exclusions, Json));
    }

    private static string PathIn(string accountFolder) => Path.Combine(accountFolder, "exclusions.json");
}
