using System.IO.Compression;
using SpotifyPlatform.ListeningHistory.Exports;

namespace SpotifyPlatform.ListeningHistory.Ecosystem;

/// <summary>A file, or a part of a zip, to read from.</summary>
/// <param name="IsLines">Whether each line is a document of its own.</param>
internal sealed record ScrobblePart(string Name, bool IsLines, Stream Stream);

/// <summary>Opens a file; of a ListenBrainz archive the parts that hold listens, in their order.</summary>
internal static class ScrobbleParts
{
    /// <exception cref="ExportRefusedException">It is too large or damaged.</exception>
    public static IEnumerable<ScrobblePart> Open(string path, ScrobbleFormat format)
    {
        var isZip = path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);
        return isZip && format == ScrobbleFormat.ListenBrainz ? OpenZip(path) : OpenFile(path);
    }

    private static IEnumerable<ScrobblePart> OpenFile(string path)
    {
        using var file = File.OpenRead(path);
        yield return new ScrobblePart(Path.GetFileName(path), path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase), file);
    }

    private static IEnumerable<ScrobblePart> OpenZip(string path)
    {
        using var zip = OpenArchive(path);
        if (zip.Entries.Count > ScrobbleLimits.MaxArchiveEntries)
            throw new ExportRefusedException("too_many_files", $"{Path.GetFileName(path)} has more than {ScrobbleLimits.MaxArchiveEntries:N0} entries. It is not an export of ListenBrainz.");
        var limits = ExportLimits.Default with { MaxTotalBytes = ScrobbleLimits.MaxArchiveBytes };
        var budget = new ReadBudget(limits.MaxTotalBytes);
        foreach (var entry in zip.Entries.Where(IsListens).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            using var stream = new BoundedStream(entry.Open(), entry.Name, new PackedFile(entry.CompressedLength, entry.Crc32), limits, budget);
            yield return new ScrobblePart(entry.Name, true, stream);
        }
    }

    /// <summary>Feedback and pins are JSON Lines too.</summary>
    private static bool IsListens(ZipArchiveEntry entry) =>
        entry.FullName.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) && entry.FullName.Split('/').Contains("listens", StringComparer.OrdinalIgnoreCase);

    private static ZipArchive OpenArchive(string path)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (InvalidDataException ex)
        {
            throw new ExportRefusedException("damaged_zip", $"{Path.GetFileName(path)} is not a complete zip. Download it again.", ex);
        }
    }
}
