using System.IO.Compression;

namespace SpotifyPlatform.ListeningHistory.Exports;

/// <summary>The export files of a zip. Nothing is ever unpacked to disk; entries are read in memory, one after the other.</summary>
internal static class ZipExport
{
    private static readonly byte[] Signature = "PK\u0003\u0004"u8.ToArray();
    private static readonly byte[] EmptySignature = "PK\u0005\u0006"u8.ToArray();

    public static bool IsZip(Stream file)
    {
        var first = new byte[4];
        file.Position = 0;
        var isZip = file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length
            && (first.AsSpan().SequenceEqual(Signature) || first.AsSpan().SequenceEqual(EmptySignature));
        file.Position = 0;
        return isZip;
    }

    /// <summary>Adds the zip's files to the set, which disposes the stream with it.</summary>
    /// <exception cref="ExportRefusedException">The archive as a whole cannot be read.</exception>
    public static void Add(FileStream zip, string name, ExportSet set, ExportLimits limits)
    {
        ZipDirectory.Check(zip, name, limits);
        var archive = Open(zip, name);
        set.Own(archive);
        foreach (var named in archive.Entries.GroupBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            var entry = named.First();
            var shown = $"{name}/{Shown(entry.FullName)}";
            if (IsUnsafe(entry.FullName))
                set.Refuse(new RefusedExport(shown, "unsafe_name", $"{shown} has a name that leads out of its folder. It is not read; the other files are."));
            else if (!ExportName.IsKnown(entry.Name))
                set.Ignore(named.Count(one => one.Name.Length > 0));
            else if (named.Skip(1).Any())
                set.Refuse(new RefusedExport(
                    shown, "duplicate_name", $"{shown} is in the archive {named.Count():N0} times. Unpack it, choose one, and import the folder."));
            else if (entry.IsEncrypted)
                set.Refuse(new RefusedExport(shown, "encrypted", $"{shown} is encrypted. Unpack the archive with its password and import the folder."));
            else
                set.Add(File(entry, name, shown, set.Budget, limits));
        }
    }

    private static ZipArchive Open(FileStream zip, string name)
    {
        try
        {
            var archive = new ZipArchive(zip, ZipArchiveMode.Read);
            _ = archive.Entries;
            return archive;
        }
        catch (InvalidDataException ex)
        {
            throw new ExportRefusedException("damaged_zip", $"{name} is not a valid zip. Download it again.", ex);
        }
    }

    private static ExportFile File(ZipArchiveEntry entry, string archive, string shown, ReadBudget budget, ExportLimits limits)
    {
        var folder = entry.FullName[..^entry.Name.Length];
        return new ExportFile(shown, $"{archive}/{folder}{ExportName.Series(entry.Name)}", ExportName.IsVideo(entry.Name), entry.Length, () =>
        {
            try
            {
                return new BoundedStream(entry.Open(), shown, new PackedFile(entry.CompressedLength, entry.Crc32), limits, budget);
            }
            catch (InvalidDataException ex)
            {
                throw new ExportRefusedException("damaged_zip", $"{shown} cannot be decompressed. Unpack the archive and import the folder.", ex);
            }
        });
    }

    private static bool IsUnsafe(string entryName) =>
        entryName.StartsWith('/') || entryName.Any(character => character is '\\' or ':' || char.IsControl(character)) || entryName.Split('/').Contains("..");

    private static string Shown(string entryName) =>
        string.Concat(entryName.Take(200).Select(character => char.IsControl(character) ? '\uFFFD' : character));
}
