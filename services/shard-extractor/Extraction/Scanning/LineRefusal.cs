namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>A reason and the position of the first invalid byte in the line (or in the value it was found in).</summary>
internal readonly record struct LineRefusal(RefusalReason Reason, long Position)
{
    public static readonly LineRefusal None;

    public bool IsRefused => Reason != RefusalReason.None;
}
