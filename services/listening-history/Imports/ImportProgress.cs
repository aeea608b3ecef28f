namespace SpotifyPlatform.ListeningHistory.Imports;

/// <summary>Progress of an import.</summary>
/// <param name="Bytes">Decompressed bytes that were read.</param>
/// <param name="TotalBytes">Decompressed bytes of all files, as declared.</param>
internal readonly record struct ImportProgress(long Bytes, long TotalBytes, long Rows, string File);
