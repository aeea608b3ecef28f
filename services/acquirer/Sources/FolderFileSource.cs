using System.Globalization;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Artifacts;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Acquirer.Sources;

/// <summary>The files of a folder, such as a drive that was sent. Links that lead out of it, and folders that are links, are left out.</summary>
internal sealed class FolderFileSource(string folder, TimeProvider time) : StreamedFileSource(time)
{
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, MaxRecursionDepth = 16, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    public override string Name => folder;

    public override Task<IReadOnlyList<SourceFile>> ListAsync(CancellationToken cancellationToken)
    {
        var sums = Checksums.Read(folder);
        var files = new List<SourceFile>();
        foreach (var info in new DirectoryInfo(folder).EnumerateFiles("*", Below))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(folder, info.FullName).Replace('\\', '/');
            if (InputKeys.TryOf(name, out _, out _) && RegularFile.Exists(info.FullName))
                files.Add(new SourceFile(name, info.Length, VersionOf(info), sums.Of(name)));
        }

        return Task.FromResult<IReadOnlyList<SourceFile>>([.. files.OrderBy(file => file.Name, StringComparer.Ordinal)]);
    }

    protected override Task<(Stream Content, long Offset)> OpenAsync(SourceFile file, long offset, CancellationToken cancellationToken)
    {
        var info = new FileInfo(Path.Combine(folder, file.Name));
        if (!info.Exists || info.Length != file.Length || VersionOf(info) != file.Version)
            throw new InvalidDataException($"{file.Name} is gone or was written to since it was listed.");
        var content = new FileStream(info.FullName, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        content.Position = offset;
        return Task.FromResult<(Stream, long)>((content, offset));
    }

    private static string VersionOf(FileInfo info) => info.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture);
}
