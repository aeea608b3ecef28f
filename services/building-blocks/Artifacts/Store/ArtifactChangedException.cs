namespace SpotifyPlatform.Artifacts.Store;

/// <summary>An artifact is not what was announced: its file was changed or damaged.</summary>
/// <param name="found">What is so instead, as the rest of a sentence about the artifact.</param>
public sealed class ArtifactChangedException(ArtifactReference reference, string found) : Exception(
    $"'{reference.Key}' {found}, but {reference.Length} bytes with SHA-256 {reference.Sha256} were announced. The file was changed since; "
    + "have it verified again, or what it was made from processed again.")
{
    public ArtifactReference Reference { get; } = reference;

    /// <summary>What is so instead, as the rest of a sentence about the artifact.</summary>
    public string Found { get; } = found;
}
