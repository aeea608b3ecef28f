namespace SpotifyPlatform.Vectors.Files;

/// <summary>Creates the exception for a corrupt file of the index.</summary>
internal static class Corruption
{
    public static InvalidDataException In(string path, string what) => new(
        $"{path} is corrupt: {what}. Stop all processes that use the folder {Path.GetDirectoryName(path)}, move it away, and rebuild the vectors from the feature store (platform reindex).");
}
