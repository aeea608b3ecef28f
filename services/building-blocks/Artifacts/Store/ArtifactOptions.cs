using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Artifacts.Store;

/// <summary>Section <c>Artifacts</c>; the same for all services.</summary>
public sealed class ArtifactOptions
{
    public const string Section = "Artifacts";

    /// <summary>The store's folder; on a shared volume where services run on several machines.</summary>
    [Required]
    public string Folder { get; init; } = "data/artifacts";

    /// <summary>The data set's folder, which is read as <c>input/</c> and never written.</summary>
    [Required]
    public string InputFolder { get; init; } = "data/input";
}
