namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>Lists a data set's files in a folder. Names come from outside: what could lead elsewhere is refused.</summary>
internal sealed class FolderSource(string folder)
{
    private readonly string root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;

    /// <summary>The files of known kinds in the order of kind and name, the refused ones, and how many are of no known kind.</summary>
    public (IReadOnlyList<FoundFile> Files, IReadOnlyList<RefusedFile> Refused, int Ignored) List()
    {
        var files = new List<FoundFile>();
        var refused = new List<RefusedFile>();
        var ignored = 0;
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false, MaxRecursionDepth = 16 };
        foreach (var path in Directory.EnumerateFiles(root, "*", options))
        {
            var name = path[root.Length..].Replace(Path.DirectorySeparatorChar, '/');
            if (ContentKinds.Of(Path.GetFileName(path)) is not { } kind)
                ignored++;
            else if (WhyRefused(path, name) is { } reason)
                refused.Add(new RefusedFile(string.Concat(name.Select(c => char.IsControl(c) ? '?' : c)), reason));
            else
                files.Add(Stat(path, name, kind));
        }

        return (Choose(files), refused, ignored);
    }

    /// <summary>The file as it stands now.</summary>
    public static FoundFile Stat(string path, string name, ContentKind kind)
    {
        var info = new FileInfo(path);
        return new FoundFile(name, path, kind, info.Length, info.LastWriteTimeUtc.Ticks);
    }

    private string? WhyRefused(string path, string name)
    {
        if (name.Any(char.IsControl))
            return "Its name holds control characters. Rename it.";
        if (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } target
            && !target.FullName.StartsWith(root, StringComparison.Ordinal))
            return $"It links to {target.FullName}, outside the data set's folder. Copy it, or name that folder.";
        return null;
    }

    /// <summary>A plain database goes before its compressed twin.</summary>
    private static List<FoundFile> Choose(IEnumerable<FoundFile> files) =>
        [.. files.GroupBy(file => ContentKinds.WithoutCompression(file.Name))
            .Select(twins => twins.MinBy(file => file.Name.Length)!)
            .OrderBy(file => file.Kind)
            .ThenBy(file => file.Name, StringComparer.Ordinal)];
}
