namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>Receives what the scanner reads. A line's values count only when <see cref="EndLine"/> accepts it.</summary>
internal interface ILineSink
{
    void BeginLine();

    /// <summary>
    /// A value that is read: an object or array whose strings, brackets and depth are valid, or the text <c>null</c>.
    /// The bytes are valid until the method returns.
    /// </summary>
    /// <returns>None, or why the line is refused; the position is relative to the value's first byte.</returns>
    LineRefusal Value(RootKey key, ReadOnlySpan<byte> value);

    /// <summary>The line's object is complete: its rows are written, unless a reason is returned.</summary>
    RefusalReason EndLine();

    void Refuse(RefusedLine line);
}
