namespace SpotifyPlatform.Artifacts.Store;

/// <summary>What a store tells of an artifact without reading it.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="CreatedAt">When the artifact was created, by the clock of the store.</param>
public readonly record struct ArtifactInfo(ArtifactKey Key, long Length, DateTimeOffset CreatedAt);
