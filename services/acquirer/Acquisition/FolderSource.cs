using SpotifyPlatform.Artifacts;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>
/// Lists a data set's files in a folder. Names are untrusted: what leads out of the folder is refused, and folders that are links
/// are not entered. Files are checked for their type before they are opened.
/// </summary>
internal sealed class FolderSource(string folder)
{
    private const int MaxDepth = 16;
    private const int MaxSimilar = 10;
    private readonly string root = RealPath.Of(folder);
    private readonly List<FoundFile> files = [];
    private readonly List<RefusedFile> refused = [];
    private readonly List<string> similar = [];
    private int ignored;

    /// <exception cref="IOException">The folder itself cannot be read.</exception>
    public FolderListing List()
    {
        foreach (var entry in new DirectoryInfo(root).GetFileSystemInfos().Where(entry => entry.Name != Destination.StateFolder))
            Visit(entry, entry.Name, MaxDepth);
        return new FolderListing(OnePerContent(WithoutCompressedCopies()), refused, ignored, [.. similar.Order(StringComparer.Ordinal).Take(MaxSimilar)]);
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
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            Refuse(name, RefusalCode.Unreadable, $"It cannot be read: {ex.Message}");
        }
    }

    private void AddFile(string path, string name)
    {
        if (ContentKinds.Of(Path.GetFileName(path)) is not { } kind)
        {
            Ignore(name);
            return;
        }

        var real = RealPath.Of(path);
        if (!InputKeys.TryOf(name, out _, out var problem))
            Refuse(name, RefusalCode.Name, $"Its name {problem}. Rename it.");
        else if (!RealPath.IsInside(real, root))
            RefuseOutside(name, real);
        else if (Path.Exists(real) && !RegularFile.Exists(real))
            Refuse(name, RefusalCode.NotRegular, "It is a pipe, a device, a socket or a folder. Put a regular file in its place.");
        else if (FoundFile.Stat(name, real, kind) is { Length: > 0 } file)
            AddWhole(file, path);
        else
            Refuse(name, RefusalCode.Empty, "It is empty. A later scan takes it once it has content.");
    }

    /// <param name="path">Where the file stands in the folder, which may be a link.</param>
    private void AddWhole(FoundFile file, string path)
    {
        var open = ContentKinds.IsPlainDatabase(file.Name) ? SideFiles.Explain(file.Path, file.Name) ?? SideFiles.Explain(path, file.Name) : null;
        if (open is null)
            files.Add(file);
        else
            Refuse(file.Name, RefusalCode.InUse, open);
    }

    private void Ignore(string name)
    {
        ignored++;
        if (SimilarName.Explain(Printable(Path.GetFileName(name))) is { } reason)
            similar.Add(reason);
    }

    private void SkipLink(string path, string name)
    {
        var real = RealPath.Of(path);
        if (RealPath.IsInside(real, root))
            ignored++;
        else
            RefuseOutside(name, real);
    }

    private void RefuseOutside(string name, string real) =>
        Refuse(name, RefusalCode.Link, $"It links to {Printable(real)}, outside the data set's folder. Copy it, or name that folder.");

    private void Refuse(string name, string code, string reason) => refused.Add(new RefusedFile(Printable(name), code, reason));

    private static string Printable(string name) => string.Concat(name.Select(c => char.IsControl(c) ? '?' : c));

    /// <summary>Of a database and its compressed copy the plain one is taken.</summary>
    private IEnumerable<FoundFile> WithoutCompressedCopies() =>
        files.GroupBy(file => ContentKinds.WithoutCompression(file.Name))
            .Select(copies => copies.MinBy(file => file.Name.Length)!)
            .OrderBy(file => file.Kind)
            .ThenBy(file => file.Name, StringComparer.Ordinal);

    /// <summary>
    /// Two files for a slot would replace one another's rows for ever, so the first by path is taken: the folder alone decides, not which came
    /// first.
    /// </summary>
    private List<FoundFile> OnePerContent(IEnumerable<FoundFile> ordered)
    {
        var taken = new Dictionary<string, FoundFile>(StringComparer.Ordinal);
        List<FoundFile> kept = [];
        foreach (var file in ordered)
        {
            if (taken.TryAdd(file.Slot, file))
                kept.Add(file);
            else
                Refuse(file.Name, RefusalCode.Duplicate, $"The data set's {file.Slot} is {taken[file.Slot].Name}. Remove one of the two.");
        }

        return [.. kept.OrderBy(file => file.Kind).ThenBy(file => file.Name, StringComparer.Ordinal)];
    }
}
