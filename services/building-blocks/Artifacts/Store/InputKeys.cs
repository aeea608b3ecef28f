namespace SpotifyPlatform.Artifacts.Store;

/// <summary>The keys of a data set's own files.</summary>
public static class InputKeys
{
    public const string Prefix = "input/";

    /// <summary>The key of a file of the data set.</summary>
    /// <param name="name">Its path within the data set, with forward slashes.</param>
    public static bool TryOf(string name, out ArtifactKey key) => ArtifactKey.TryParse(Prefix + name, out key, out _);
}
