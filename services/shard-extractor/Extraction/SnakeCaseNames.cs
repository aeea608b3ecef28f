using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>Writes enum values in snake case.</summary>
internal sealed class SnakeCaseNames<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
