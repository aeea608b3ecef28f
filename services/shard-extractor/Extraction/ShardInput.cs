namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>A shard to extract.</summary>
/// <param name="Path">Where the file is.</param>
/// <param name="ExpectedLength">Its length by its source, bytes. Only this or the hash catches a cut between two zstd frames.</param>
/// <param name="ExpectedSha256">Its SHA-256 by its source, hexadecimal.</param>
public sealed record ShardInput(string Path, long? ExpectedLength = null, string? ExpectedSha256 = null)
{
    /// <summary><c>XX.jsonl.zst</c>, where <see cref="Path"/> does not end so.</summary>
    public string Name { get; init; } = Path;
}
