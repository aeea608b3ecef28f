namespace SpotifyPlatform.Artifacts.Store.Folders;

/// <summary>
/// Which file holds which key. Keys below <c>input/</c> are files of the input folder under their own names: it belongs to the
/// operator, is only read, and is too big to copy. All other keys are encoded names below the store's root.
/// </summary>
internal sealed class FolderPaths(string root, string? inputFolder)
{
    private const string StagingName = ".staging";

    private readonly string? input = inputFolder is null ? null : Path.GetFullPath(inputFolder);

    public string Root { get; } = Path.GetFullPath(root);

    public string Staging => Path.Combine(Root, StagingName);

    public bool IsInput(ArtifactKey key) => input is not null && key.ToString().StartsWith(InputKeys.Prefix, StringComparison.Ordinal);

    public string PathOf(ArtifactKey key) => IsInput(key)
        ? Path.Combine([input!, .. key.Segments.Skip(1)])
        : Path.Combine([Root, .. key.Segments.Select(SegmentEncoding.Encode)]);

    /// <summary>The folders of a key's file, the innermost first, up to the root.</summary>
    public IEnumerable<string> FoldersOf(string path)
    {
        for (var folder = Path.GetDirectoryName(path)!; folder.Length >= Root.Length; folder = Path.GetDirectoryName(folder)!)
            yield return folder;
    }

    /// <summary>The files below the root and below the input folder whose keys begin with a text, in the order of keys.</summary>
    public IEnumerable<(ArtifactKey Key, FileInfo File)> List(string prefix)
    {
        var stored = Walk(new DirectoryInfo(Root), "", prefix, SegmentEncoding.Decode).Where(found => !IsInput(found.Key));
        var inputs = input is null ? [] : Walk(new DirectoryInfo(input), InputKeys.Prefix, prefix, name => name);
        return stored.Concat(inputs).OrderBy(found => found.Key.ToString(), KeyOrder.Instance);
    }

    private static IEnumerable<(ArtifactKey Key, FileInfo File)> Walk(DirectoryInfo folder, string above, string prefix, Func<string, string?> decode)
    {
        // A folder whose keys cannot begin with the prefix is not entered.
        if (!folder.Exists || string.CompareOrdinal(above, 0, prefix, 0, Math.Min(above.Length, prefix.Length)) != 0)
            yield break;
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (decode(entry.Name) is not { } segment)
                continue;
            if (entry is FileInfo file && (above + segment).StartsWith(prefix, StringComparison.Ordinal) && ArtifactKey.TryParse(above + segment, out var key, out _))
                yield return (key, file);
            else if (entry is DirectoryInfo { LinkTarget: null } child)
                foreach (var found in Walk(child, above + segment + "/", prefix, decode))
                    yield return found;
        }
    }
}
