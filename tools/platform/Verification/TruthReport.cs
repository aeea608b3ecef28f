namespace SpotifyPlatform.Platform.Verification;

/// <summary>Counts of compared answers, and the differences.</summary>
internal sealed class TruthReport : Comparison
{
    public long Tracks { get; set; }

    public long Sections { get; set; }

    public long Pairs { get; set; }

    public long Neighbours { get; set; }
}
