namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>A reason and where in the line (or in the value it was found in) the first byte at fault stands.</summary>
internal readonly record struct Refusal(RefusalReason Reason, long Position)
{
    public static readonly Refusal None;

    public bool IsRefused => Reason != RefusalReason.None;
}
