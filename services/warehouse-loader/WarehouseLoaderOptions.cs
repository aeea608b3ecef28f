using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.WarehouseLoader;

/// <summary>Settings of the warehouse loader.</summary>
public sealed class WarehouseLoaderOptions
{
    public const string Section = "WarehouseLoader";

    /// <summary>The extractor's output folder as this service sees it. Paths in events are relative to it.</summary>
    [Required]
    public string RowsFolder { get; init; } = "data/analysis";
}
