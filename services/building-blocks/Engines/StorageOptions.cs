using System.ComponentModel.DataAnnotations;
using SpotifyPlatform.BigQuery.Warehouse;
using SpotifyPlatform.Qdrant;

namespace SpotifyPlatform.Engines;

/// <summary>The engine behind each storage port, and its data folder.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The folder of <c>access.sqlite</c> and <c>scratch/</c>.</summary>
    [Required]
    public string DataFolder { get; init; } = "data";

    /// <summary>Files that are deleted when their process ends.</summary>
    public string ScratchFolder => Path.Combine(DataFolder, "scratch");

    /// <summary>
    /// Opens the embedded stores without creating or changing a file, except that a large table needs a file in <c>scratch/</c>; a missing
    /// store is empty. For commands that read a folder and end: a store that is created later is not seen.
    /// </summary>
    public bool ReadOnly { get; init; }

    public VectorEngine VectorIndex { get; init; } = VectorEngine.Embedded;

    public QdrantOptions Qdrant { get; init; } = new();

    public WarehouseEngine Warehouse { get; init; } = WarehouseEngine.Embedded;

    public BigQueryWarehouseOptions BigQuery { get; init; } = new();
}

public enum VectorEngine
{
    /// <summary>In this process, over table vectors.</summary>
    Embedded,

    /// <summary>A Qdrant server, section <c>Storage:Qdrant</c>.</summary>
    Qdrant,
}

public enum WarehouseEngine
{
    /// <summary>The table of each shard alone.</summary>
    Embedded,

    /// <summary>BigQuery, section <c>Storage:BigQuery</c>; then the tables, which the platform answers from.</summary>
    BigQuery,
}
