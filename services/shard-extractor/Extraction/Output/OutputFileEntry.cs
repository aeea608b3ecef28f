namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>A file that an extraction wrote.</summary>
/// <param name="Kind"><c>tracks</c>, <c>sections</c> or <c>quarantine</c>.</param>
/// <param name="Path">Relative to the output folder, with <c>/</c>.</param>
/// <param name="Rows">Lines in it.</param>
/// <param name="Length">Bytes, as written.</param>
/// <param name="Sha256">Of the bytes as written, lower-case hexadecimal.</param>
public sealed record OutputFileEntry(string Kind, string Path, long Rows, long Length, string Sha256);
