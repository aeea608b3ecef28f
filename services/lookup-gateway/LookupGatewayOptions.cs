using System.ComponentModel.DataAnnotations;
using SpotifyPlatform.LookupGateway.Accesses;
using SpotifyPlatform.LookupGateway.Similar;

namespace SpotifyPlatform.LookupGateway;

/// <summary>Section <c>LookupGateway</c>.</summary>
public sealed class LookupGatewayOptions
{
    public const string Section = "LookupGateway";

    /// <summary>The folder where the shard-extractor puts the data set's databases ready to be read.</summary>
    [Required]
    public string CatalogueFolder { get; set; } = "data/catalogue";

    /// <summary>Section <c>LookupGateway:AccessLog</c>.</summary>
    public AccessLogOptions AccessLog { get; set; } = new();

    /// <summary>Section <c>LookupGateway:SeedCache</c>.</summary>
    public SeedCacheOptions SeedCache { get; set; } = new();
}
