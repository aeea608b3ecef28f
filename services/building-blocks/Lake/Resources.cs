namespace SpotifyPlatform.Lake;

/// <summary>Texts that are embedded in this assembly.</summary>
internal static class Resources
{
    /// <summary>The texts of a folder by file name, in order.</summary>
    /// <param name="folder">With dots, and one at its end.</param>
    public static SortedDictionary<string, string> Read(string folder)
    {
        var assembly = typeof(Resources).Assembly;
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            texts.Add(name[folder.Length..], reader.ReadToEnd());
        }

        return texts;
    }
}
