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
}
