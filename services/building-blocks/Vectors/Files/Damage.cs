namespace SpotifyPlatform.Vectors.Files;

/// <summary>A file of the index is not what was written.</summary>
internal static class Damage
{
    public static InvalidDataException In(string path, string what) => new(
        $"{path} is damaged: {what}. Stop what uses the folder {Path.GetDirectoryName(path)}, move it away, and have the vectors written again from the feature store (platform reindex).");
}
