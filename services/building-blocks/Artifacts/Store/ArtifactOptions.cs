using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Artifacts.Store;

/// <summary>Section <c>Artifacts</c>; the same for all services.</summary>
public sealed class ArtifactOptions : IValidatableObject
{
    public const string Section = "Artifacts";

    public ArtifactEngine Engine { get; init; } = ArtifactEngine.Folder;

    /// <summary>The store's folder; on a shared volume where services run on several machines.</summary>
    [Required]
    public string Folder { get; init; } = "data/artifacts";

    /// <summary>The data set's folder, which is read as <c>input/</c> and never written.</summary>
    [Required]
    public string InputFolder { get; init; } = "data/input";

    /// <summary>The bucket of <see cref="ArtifactEngine.GoogleCloudStorage"/>.</summary>
    [RegularExpression("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]", ErrorMessage = "A bucket has a name of lower-case letters, digits, '-', '_' and '.', without gs://.")]
    public string? Bucket { get; init; }

    /// <summary>What the names of this store's objects begin with, so that a bucket may hold several; empty for none.</summary>
    [RegularExpression("[^/]+(/[^/]+)*", ErrorMessage = "A prefix is a path without slashes at its ends.")]
    public string Prefix { get; init; } = "";

    /// <summary>Holds verified copies of artifacts of a bucket; processes of one machine may share it.</summary>
    [Required]
    public string CacheFolder { get; init; } = "data/artifact-cache";

    /// <summary>Bytes of all copies; the open generations of all tables that are read, and the artifacts in hand, must fit.</summary>
    [Range(1 << 20, long.MaxValue)]
    public long CacheBytes { get; init; } = 20L << 30;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Engine == ArtifactEngine.GoogleCloudStorage && string.IsNullOrEmpty(Bucket))
            yield return new ValidationResult($"{nameof(ArtifactEngine.GoogleCloudStorage)} needs a bucket.", [nameof(Bucket)]);
    }
}

public enum ArtifactEngine
{
    /// <summary>A folder, <c>Artifacts:Folder</c>.</summary>
    Folder,

    /// <summary>A bucket, <c>Artifacts:Bucket</c>.</summary>
    GoogleCloudStorage,
}
