namespace SpotifyPlatform.ListeningHistory.Exports;

/// <summary>Finds the export files in files, folders and zips.</summary>
internal sealed class ExportFinder(ExportLimits limits)
{
    private readonly EnumerationOptions enumeration = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = limits.MaxFolderDepth,

        // A link could lead anywhere, also back to its own folder.
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <exception cref="ExportRefusedException">Nothing is found at all.</exception>
    public ExportSet Find(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var set = new ExportSet(limits);
        try
        {
            foreach (var path in paths.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal))
                AddPath(path, set, cancellationToken);
            return set.Files.Count > 0 || set.Refused.Count > 0 ? set : throw NothingFound(paths);
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    private void AddPath(string path, ExportSet set, CancellationToken cancellationToken)
    {
        var (files, refused) = (set.Files.Count, set.Refused.Count);
        if (Directory.Exists(path))
            AddFolder(path, set, cancellationToken);
        else if (File.Exists(path))
            AddFile(path, Path.GetFileName(path), set);
        else
            throw new ExportRefusedException("not_found", $"There is no file or folder '{path}'.");
        if (set.Files.Count == files && set.Refused.Count == refused)
            set.Refuse(new RefusedExport(Path.GetFileName(path), "nothing_found", NothingFound([path]).Message));
    }

    private void AddFolder(string folder, ExportSet set, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        var entries = 0;
        foreach (var path in Directory.EnumerateFileSystemEntries(folder, "*", enumeration))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++entries > limits.MaxEntries)
            {
                set.Refuse(new RefusedExport(
                    Path.GetFileName(folder), "too_many_files", $"'{folder}' has more than {limits.MaxEntries:N0} files. Name the folder of the export itself."));
                return;
            }

            if (IsCandidate(path))
                found.Add(path);
            else if (!Directory.Exists(path))
                set.Ignore();
        }

        foreach (var path in found.Order(StringComparer.Ordinal))
            AddFile(path, Path.GetRelativePath(folder, path).Replace('\\', '/'), set);
    }

    private static bool IsCandidate(string path) =>
        (ExportName.IsKnown(Path.GetFileName(path)) || Path.GetExtension(path).Equals(".zip", StringComparison.OrdinalIgnoreCase)) && File.Exists(path);

    private void AddFile(string path, string name, ExportSet set)
    {
        var stream = Open(path);
        if (ZipExport.IsZip(stream))
        {
            set.Own(stream);
            try
            {
                ZipExport.Add(stream, name, set, limits);
            }
            catch (ExportRefusedException refused)
            {
                set.Refuse(new RefusedExport(name, refused.Reason, refused.Message));
            }

            return;
        }

        stream.Dispose();
        var fileName = Path.GetFileName(path);
        set.Add(new ExportFile(
            name, $"{Path.GetDirectoryName(path)}/{ExportName.Series(fileName)}", ExportName.IsVideo(fileName), new FileInfo(path).Length,
            () => new BoundedStream(Open(path), name, packed: null, limits, set.Budget)));
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private static ExportRefusedException NothingFound(IReadOnlyList<string> paths) => new(
        "nothing_found",
        $"{string.Join(", ", paths.Select(path => $"'{path}'"))} holds no export. Its files are named {ExportName.Known}, in folders or zips.");
}
