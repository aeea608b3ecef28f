namespace SpotifyPlatform.ShardExtractor.Extraction.Rows;

/// <summary>The JSON type of a value.</summary>
internal enum ValueKind
{
    Null,
    Boolean,
    Number,
    Text,
    Object,
    Array,
}
