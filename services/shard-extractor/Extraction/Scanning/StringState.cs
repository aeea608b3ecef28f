namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>The state of the string validation; kept across chunk boundaries.</summary>
internal enum StringState : byte
{
    /// <summary>Outside: the closing quote was read.</summary>
    Closed,
    Body,
    Escape,
    Hex4,
    Hex3,
    Hex2,
    Hex1,

    // UTF-8: what the next byte must be (table 3-7 of the Unicode standard).
    Tail1,
    Tail2,
    Tail3,
    AfterE0,
    AfterEd,
    AfterF0,
    AfterF4,

    // Faults, from here on.
    FaultControl,
    FaultNul,
    FaultEscape,
    FaultUtf8,
}
