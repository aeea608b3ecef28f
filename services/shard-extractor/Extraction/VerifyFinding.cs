namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>An output that differs from the ledger.</summary>
/// <param name="SourceFile">The shard's file name.</param>
/// <param name="Path">Relative to the output folder.</param>
/// <param name="Problem">One sentence for an operator.</param>
public sealed record VerifyFinding(string SourceFile, string Path, string Problem);
