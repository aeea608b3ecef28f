using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Storage.Sqlite;

/// <summary>Where the embedded stores stand.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The folder of <c>features.sqlite</c>, <c>vectors.sqlite</c>, <c>xref.sqlite</c>, <c>pairs.sqlite</c>, <c>access.sqlite</c>, <c>warehouse.sqlite</c>.</summary>
    [Required]
    public string DataFolder { get; init; } = "data";
}
