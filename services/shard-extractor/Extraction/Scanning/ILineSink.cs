namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>Takes what the scanner reads. A line's values count only when its <see cref="EndLine"/> accepts.</summary>
internal interface ILineSink
{
    void BeginLine();

    /// <summary>
    /// A value that is read: an object or array whose strings, brackets and depth are valid, or the text <c>null</c>.
    /// The bytes live until the return.
    /// </summary>
    /// <returns>None, or why the line is refused; the position counts from the value's first byte.</returns>
    Refusal Value(RootKey key, ReadOnlySpan<byte> value);

    /// <summary>The line's object is whole: its rows go out, unless a reason is returned.</summary>
    RefusalReason EndLine();

    void Refuse(RefusedLine line);
}
