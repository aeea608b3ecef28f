namespace SpotifyPlatform.Tables.Files;

/// <summary>A table file that is complete.</summary>
/// <param name="Sha256">Of its bytes, lower-case hexadecimal.</param>
internal sealed record WrittenFile(string Path, long Rows, long Bytes, string Sha256, byte[] FirstKey, byte[] LastKey);
