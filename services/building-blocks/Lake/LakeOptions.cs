using System.ComponentModel.DataAnnotations;
using System.Globalization;
using SpotifyPlatform.Lake.Weekly;

namespace SpotifyPlatform.Lake;

/// <summary>Section <c>Lake</c>.</summary>
public sealed class LakeOptions : IValidatableObject
{
    public const string Section = "Lake";

    /// <summary>Stands for the environment in the name of a bucket.</summary>
    private const string EnvironmentMark = "{env}";

    /// <summary>Holds the embedded warehouse, landing folders and files that are being read.</summary>
    [Required]
    public string DataFolder { get; init; } = "data/lake";

    public WarehouseEngine Engine { get; init; } = WarehouseEngine.Embedded;

    /// <summary>The project of BigQuery; null for the one in <c>GCP_PROJECT_ID</c>.</summary>
    public string? Project { get; init; }

    /// <summary>Where BigQuery's jobs run; null for US and EU.</summary>
    public string? Location { get; init; }

    /// <summary>Whose listening the hub's artists are from.</summary>
    [Required]
    public string Account { get; init; } = "me";

    /// <summary>The bucket where files land, with <c>{env}</c> for dev or prd; null for a folder below <see cref="DataFolder"/>.</summary>
    public string? Bucket { get; init; }

    /// <summary>The path of landing and archive, in the bucket or folder.</summary>
    [RegularExpression("[^/]+(/[^/]+)*", ErrorMessage = "A prefix is a path without slashes at its ends.")]
    public string Prefix { get; init; } = "spotify";

    /// <summary>The largest file that is ingested.</summary>
    [Range(1, 1L << 40)]
    public long MaxFileBytes { get; init; } = 1L << 30;

    /// <summary>The longest line of a file.</summary>
    [Range(1, 64 << 20)]
    public int MaxLineBytes { get; init; } = 1 << 20;

    /// <summary>Memory of the embedded warehouse.</summary>
    [Range(64L << 20, 1L << 40)]
    public long MaxMemoryBytes { get; init; } = 512L << 20;

    public WeeklyOptions Weekly { get; init; } = new();

    /// <summary>The bucket of an environment; null for a folder.</summary>
    public string? BucketOf(string environment) => Bucket?.Replace(EnvironmentMark, environment, StringComparison.Ordinal);

    /// <summary>Files of an environment, where it has no bucket.</summary>
    public string FolderOf(string environment) => Path.Combine(DataFolder, environment);

    public string WarehouseFile => Path.Combine(DataFolder, "warehouse.duckdb");

    public string ScratchFolder => Path.Combine(DataFolder, "scratch");

    /// <summary>Files of the weekly enrichment before they land.</summary>
    public string OutputFolder => Path.Combine(DataFolder, "output");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Bucket is { Length: > 0 } && !BucketOf("dev")!.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.'))
            yield return new ValidationResult(
                string.Create(CultureInfo.InvariantCulture, $"'{Bucket}' is no bucket: lower-case letters, digits, '-', '_', '.' and {EnvironmentMark}, without gs://."), [nameof(Bucket)]);
    }
}

public enum WarehouseEngine
{
    /// <summary>DuckDB, in <c>warehouse.duckdb</c>.</summary>
    Embedded,

    /// <summary>A project of BigQuery.</summary>
    BigQuery,
}
