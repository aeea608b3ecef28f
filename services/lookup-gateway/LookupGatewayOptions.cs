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
    public string CatalogFolder { get; set; } = "data/catalogue";

    /// <summary>Section <c>LookupGateway:AccessLog</c>.</summary>
    public AccessLogOptions AccessLog { get; set; } = new();

    /// <summary>Section <c>LookupGateway:SeedCache</c>.</summary>
    public SeedCacheOptions SeedCache { get; set; } = new();

    /// <summary>How long precomputed neighbours are answered from; then the index is asked until they are computed again.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan PrecomputedLifetime { get; set; } = TimeSpan.FromDays(7);
}
