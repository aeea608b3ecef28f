using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Platform.Planning;

/// <summary>
/// Prices in US dollars, section <c>Prices</c>, such as <c>Prices__VmPerDay=4.5</c>. The defaults are those of the source documents: a machine of 8 vCPU and
/// 32 GB with 5 TB of SSD, and Cloudflare in December 2025. A "Free" amount is free each month.
/// </summary>
internal sealed class PriceOptions
{
    public const string Section = "Prices";

    [Range(0, 1e9)]
    public double VmPerDay { get; init; } = 8;

    /// <summary>Of the whole disk of the machine.</summary>
    [Range(0, 1e9)]
    public double SsdPerDay { get; init; } = 2;

    [Range(0, 1e9)]
    public double SeedingPerMonth { get; init; } = 300;

    [Range(0, 1e9)]
    public double ArchivePerMonth { get; init; } = 5;

    [Range(0, 1e9)]
    public double WarehousePerGBMonth { get; init; } = 0.02;

    [Range(0, 1e9)]
    public double ObjectsPerGBMonth { get; init; } = 0.015;

    [Range(0, 1e9)]
    public double ObjectsFreeGB { get; init; } = 10;

    [Range(0, 1e9)]
    public double ObjectWritesPerMillion { get; init; } = 4.5;

    [Range(0, 1e9)]
    public double ObjectWritesFreeMillions { get; init; } = 1;

    [Range(0, 1e9)]
    public double ObjectReadsPerMillion { get; init; } = 0.36;

    /// <summary>The offer has 10; the source document, whose totals are the presets', does not subtract them.</summary>
    [Range(0, 1e9)]
    public double ObjectReadsFreeMillions { get; init; }

    [Range(0, 1e9)]
    public double DatabasePerGBMonth { get; init; } = 0.75;

    [Range(0, 1e9)]
    public double DatabaseFreeGB { get; init; } = 5;

    [Range(0, 1e9)]
    public double DatabaseReadsPerMillion { get; init; } = 0.001;

    [Range(0, 1e9)]
    public double DatabaseReadsFreeMillions { get; init; } = 25_000;

    [Range(0, 1e9)]
    public double DatabaseWritesPerMillion { get; init; } = 1;

    [Range(0, 1e9)]
    public double DatabaseWritesFreeMillions { get; init; } = 50;

    [Range(0, 1e9)]
    public double VectorsPerMillionMonth { get; init; } = 0.05;

    /// <summary>An index of at most so many vectors is free; a larger one is paid as a whole.</summary>
    [Range(0, 1e9)]
    public double VectorsFreeMillions { get; init; } = 0.2;

    [Range(0, 1e9)]
    public double VectorQueriesPerThousand { get; init; } = 0.01;

    [Range(0, 1e9)]
    public double VectorQueriesFreeMillions { get; init; } = 30;

    [Range(0, 1e9)]
    public double CachePerGBMonth { get; init; } = 0.5;

    [Range(0, 1e9)]
    public double CacheFreeGB { get; init; } = 1;

    [Range(0, 1e9)]
    public double CacheReadsPerMillion { get; init; } = 0.5;

    /// <summary>A month; the offer has 10 a day.</summary>
    [Range(0, 1e9)]
    public double CacheReadsFreeMillions { get; init; } = 300;

    [Range(0, 1e9)]
    public double CacheWritesPerMillion { get; init; } = 5;

    /// <summary>A month; the offer has 1 a day.</summary>
    [Range(0, 1e9)]
    public double CacheWritesFreeMillions { get; init; } = 30;
}
