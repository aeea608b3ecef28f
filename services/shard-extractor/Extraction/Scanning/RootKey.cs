namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>The members of a line's object that are read; all others are skipped.</summary>
internal enum RootKey
{
    Other,
    Meta,
    Track,
    Sections,
}
