using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.LookupGateway;

/// <summary>Section <c>LookupGateway</c>.</summary>
public sealed class LookupGatewayOptions
{
    public const string Section = "LookupGateway";

    /// <summary>The folder where the shard-extractor puts the data set's databases ready to be read.</summary>
    [Required]
    public string CatalogueFolder { get; set; } = "data/catalogue";
}
