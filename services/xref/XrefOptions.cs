using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Xref;

/// <summary>Settings of the cross-reference, section <c>Xref</c>.</summary>
public sealed class XrefOptions
{
    public const string Section = "Xref";

    /// <summary>Most bytes of a line of a dump; real lines have a few hundred.</summary>
    [Range(1_024, 64 * 1_024 * 1_024)]
    public int MaxLineBytes { get; set; } = 1_024 * 1_024;

    /// <summary>Share of invalid lines that is allowed in a table of a dump, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double MaxBadLineShare { get; set; } = 0.05;

    /// <summary>Most bytes of a dump, decompressed where it is compressed; the main dump of 2026 has about 30 GB.</summary>
    [Range(1, long.MaxValue)]
    public long MaxDumpBytes { get; set; } = 256L * 1_024 * 1_024 * 1_024;
}
