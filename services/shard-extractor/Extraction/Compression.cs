using System.Text.Json.Serialization;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>How the row files are written.</summary>
[JsonConverter(typeof(SnakeCaseNames<Compression>))]
public enum Compression
{
    None,
    Gzip,
    Zstd,
}
