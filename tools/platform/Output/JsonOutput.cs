using System.Text.Json;

namespace SpotifyPlatform.Platform.Output;

/// <summary>JSON for scripts: names in snake case.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Compact = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    public static string Format<T>(T value) => JsonSerializer.Serialize(value, Compact);

    public static void Write<T>(T value) => Console.WriteLine(Format(value));

    public static void WriteIndented<T>(T value) => Console.WriteLine(JsonSerializer.Serialize(value, Indented));
}
