using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.BigQuery.Warehouse;

/// <summary>Section <c>Storage:BigQuery</c>.</summary>
public sealed class BigQueryWarehouseOptions
{
    /// <summary>The project of the data set, which is billed too; null for the one in GCP_PROJECT_ID.</summary>
    [RegularExpression("^[a-z][a-z0-9:.-]{4,100}$")]
    public string? ProjectId { get; init; }

    /// <summary>The data set of all tables; it must be there.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9_]{1,1024}$")]
    public string Dataset { get; init; } = "music";

    /// <summary>Where the data set is, such as <c>europe-west4</c>; null for US and EU.</summary>
    [RegularExpression("^[A-Za-z0-9-]{1,50}$")]
    public string? Location { get; init; }

    /// <summary>A statement that would cost more fails without cost. A changed shard reads both tables' clusters of it; null for no limit.</summary>
    [Range(10 << 20, long.MaxValue)]
    public long? MaximumBytesBilled { get; init; }

    /// <summary>Shards that one load job takes, at most. BigQuery takes 1,500 load jobs a table and day.</summary>
    [Range(1, 1000)]
    public int MaxShardsPerJob { get; init; } = 50;
}
