using System.Diagnostics.CodeAnalysis;

namespace SpotifyPlatform.Artifacts.Store;

/// <summary>The keys of a data set's own files.</summary>
public static class InputKeys
{
    public const string Prefix = "input/";

    /// <summary>The key of a file of the data set.</summary>
    /// <param name="name">Its path within the data set, with forward slashes.</param>
    /// <param name="fault">Why the name makes no key, as the rest of a sentence.</param>
    public static bool TryOf(string name, out ArtifactKey key, [NotNullWhen(false)] out string? fault) =>
        ArtifactKey.TryParse(Prefix + name, out key, out fault);
}
