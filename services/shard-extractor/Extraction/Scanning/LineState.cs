namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>What the scanner expects next, at depth 0 and 1.</summary>
internal enum LineState
{
    /// <summary>White space or the root's opening bracket.</summary>
    Start,
    KeyOrEnd,
    Key,
    InKey,
    Colon,
    Value,
    InText,
    InScalar,
    InContainer,
    CommaOrEnd,

    /// <summary>White space up to the line feed.</summary>
    AfterRoot,

    /// <summary>Refused: the rest of the line is skipped.</summary>
    Refused,
}
