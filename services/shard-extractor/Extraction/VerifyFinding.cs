namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>An output that is not what the ledger says.</summary>
/// <param name="SourceFile">The shard it came from.</param>
/// <param name="Path">Relative to the output folder.</param>
/// <param name="Problem">One sentence for an operator.</param>
public sealed record VerifyFinding(string SourceFile, string Path, string Problem);
