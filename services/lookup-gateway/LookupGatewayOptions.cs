using System.ComponentModel.DataAnnotations;
using SpotifyPlatform.LookupGateway.Accesses;
using SpotifyPlatform.LookupGateway.Admission;
using SpotifyPlatform.LookupGateway.Similar;

namespace SpotifyPlatform.LookupGateway;

/// <summary>Section <c>LookupGateway</c>.</summary>
public sealed class LookupGatewayOptions
{
    public const string Section = "LookupGateway";

    public AccessOptions Accesses { get; set; } = new();

    public AdmissionOptions Admission { get; set; } = new();

    public SeedCacheOptions SeedCache { get; set; } = new();

    /// <summary>Older precomputed neighbours are ignored; the vector index is searched instead.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan PrecomputedLifetime { get; set; } = TimeSpan.FromDays(7);
}
