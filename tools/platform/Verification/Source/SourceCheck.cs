namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>One comparison of an import with its source.</summary>
/// <param name="name">What is compared, such as <c>tracks</c>.</param>
internal sealed class SourceCheck(string name) : Comparison
{
    public string Name => name;

    /// <summary>Rows or values that were compared.</summary>
    public long Compared { get; set; }

    /// <summary>Those that there are.</summary>
    public long Total { get; set; }

    /// <summary>The share that was read, 0 to 1.</summary>
    public double Share => Total == 0 ? 1 : Math.Min(1, (double)Compared / Total);

    /// <summary>Why not all, or nothing, was compared; null otherwise.</summary>
    public string? Note { get; set; }
}
