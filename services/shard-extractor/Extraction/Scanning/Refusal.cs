namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>A reason and the position of the first invalid byte in the line (or in the value it was found in).</summary>
internal readonly record struct Refusal(RefusalReason Reason, long Position)
{
    public static readonly Refusal None;

    public bool IsRefused => Reason != RefusalReason.None;
}
