using System.Text.Json.Serialization;

namespace SpotifyPlatform.ShardExtractor.Extraction.Output;

/// <summary>The ledger's JSON: snake case, enums as names, one member per line.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    NewLine = "\n")]
[JsonSerializable(typeof(ExtractionResult))]
internal sealed partial class LedgerJson : JsonSerializerContext;
