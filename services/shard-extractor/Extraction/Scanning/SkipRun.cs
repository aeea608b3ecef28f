namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>
/// State that a vector loop carries over 64-byte blocks. A loop takes only plain blocks: no control character, no backslash, no byte
/// above 0x7F, no bracket inside a string, and too few brackets to close the value or exceed the depth limit. It stops before any
/// other block, which the scalar reader then takes.
/// </summary>
internal ref struct SkipRun
{
    /// <summary>Containers open, the root counted.</summary>
    public int Depth;

    public int MaxDepth;

    public bool InString;

    /// <summary>The brackets in order; verified after the run.</summary>
    public Span<byte> Brackets;

    public int BracketCount;
}
