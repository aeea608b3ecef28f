namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>A shard to extract.</summary>
/// <param name="Path">The file.</param>
/// <param name="ExpectedLength">The announced length in bytes. Only the length or the hash reveals a cut between two zstd frames.</param>
/// <param name="ExpectedSha256">The announced SHA-256, hexadecimal.</param>
public sealed record ShardInput(string Path, long? ExpectedLength = null, string? ExpectedSha256 = null)
{
    /// <summary><c>XX.jsonl.zst</c>, when <see cref="Path"/> does not end like this.</summary>
    public string Name { get; init; } = Path;
}
