namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>
/// Lists a data set's files in a folder. Names come from outside: what could lead elsewhere is refused, and folders that are
/// links are not entered.
/// </summary>
internal sealed class FolderSource(string folder)
{
    private const int MaxDepth = 16;
    private readonly string root = RealPath.Of(folder);
    private readonly List<FoundFile> files = [];
    private readonly List<RefusedFile> refused = [];
    private int ignored;

    /// <summary>The files of known kinds in the order of kind and name, the refused ones, and how many are of no known kind.</summary>
    /// <exception cref="IOException">The folder itself cannot be read.</exception>
    public FolderListing List()
    {
        foreach (var entry in new DirectoryInfo(root).GetFileSystemInfos())
            Visit(entry, entry.Name, MaxDepth);
        return new FolderListing(WithoutTwins(), refused, ignored);
    }

    private void Visit(FileSystemInfo entry, string name, int depth)
    {
        try
        {
            if (entry is not DirectoryInfo directory)
                AddFile(entry.FullName, name);
            else if (entry.LinkTarget is not null)
                SkipLink(entry.FullName, name);
            else if (depth == 0)
                Refuse(name, RefusalCode.Name, $"It is more than {MaxDepth} folders deep. Move it up.");
            else
                foreach (var child in directory.GetFileSystemInfos())
                    Visit(child, $"{name}/{child.Name}", depth - 1);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Refuse(name, RefusalCode.Unreadable, $"It cannot be read: {fault.Message}");
        }
    }

    private void AddFile(string path, string name)
    {
        if (ContentKinds.Of(Path.GetFileName(path)) is not { } kind)
        {
            ignored++;
            return;
        }

        var real = RealPath.Of(path);
        if (name.Any(char.IsControl))
            Refuse(name, RefusalCode.Name, "Its name holds control characters. Rename it.");
        else if (!IsInside(real))
            RefuseOutside(name, real);
        else if (FoundFile.Stat(name, real, kind) is { Length: > 0 } file)
            files.Add(file);
        else
            Refuse(name, RefusalCode.Empty, "It is empty, or no file. It is taken by a later scan, once there is something in it.");
    }

    private void SkipLink(string path, string name)
    {
        var real = RealPath.Of(path);
        if (IsInside(real))
            ignored++;
        else
            RefuseOutside(name, real);
    }

    private bool IsInside(string real) => real == root || real.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private void RefuseOutside(string name, string real) =>
        Refuse(name, RefusalCode.Link, $"It links to {Printable(real)}, outside the data set's folder. Copy it, or name that folder.");

    private void Refuse(string name, string code, string reason) => refused.Add(new RefusedFile(Printable(name), code, reason));

    private static string Printable(string name) => string.Concat(name.Select(c => char.IsControl(c) ? '?' : c));

    /// <summary>A plain database goes before its compressed twin.</summary>
    private List<FoundFile> WithoutTwins() =>
        [.. files.GroupBy(file => ContentKinds.WithoutCompression(file.Name))
            .Select(twins => twins.MinBy(file => file.Name.Length)!)
            .OrderBy(file => file.Kind)
            .ThenBy(file => file.Name, StringComparer.Ordinal)];
}

/// <param name="Ignored">Files of no known kind, and folders that are links.</param>
internal sealed record FolderListing(IReadOnlyList<FoundFile> Files, IReadOnlyList<RefusedFile> Refused, int Ignored)
{
    /// <summary>The playlists, and the catalogue that their tracks stand in.</summary>
    public FolderListing OfPlaylists()
    {
        var wanted = Files.Where(file => file.Kind is ContentKind.Catalog or ContentKind.Playlists).ToList();
        return this with { Files = wanted, Ignored = Ignored + Files.Count - wanted.Count };
    }
}
