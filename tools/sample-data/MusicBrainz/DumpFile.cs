using System.Formats.Tar;
using System.Text;
using SpotifyPlatform.SampleData.Output;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.MusicBrainz;

/// <summary>Writes <c>musicbrainz/mbdump.tar</c>, an uncompressed archive with the real dump's member names.</summary>
internal sealed class DumpFile(SampleWorld world)
{
    public const string Name = "mbdump.tar";
    private static readonly DateTimeOffset Written = new(2026, 5, 20, 9, 30, 0, TimeSpan.Zero);

    public IReadOnlyDictionary<string, long> Write(string folder, StageReporter progress)
    {
        var parts = Directory.CreateDirectory(Path.Combine(folder, ".parts")).FullName;
        IReadOnlyDictionary<string, long> counts;
        using (var tables = new DumpTables(world, parts))
            counts = tables.Write(progress);
        Pack(parts, Path.Combine(folder, Name));
        Directory.Delete(parts, recursive: true);
        return counts;
    }

    private static void Pack(string parts, string path)
    {
        using var file = File.Create(path);
        using var tar = new TarWriter(file, TarEntryFormat.Ustar);
        AddText(tar, "TIMESTAMP", "2026-05-20 09:15:27.413512+00\n");
        AddText(tar, "COPYING", "Invented data for tests, shaped like an excerpt of the MusicBrainz core dump.\n");
        AddText(tar, "REPLICATION_SEQUENCE", "190412\n");
        AddText(tar, "SCHEMA_SEQUENCE", "31\n");
        foreach (var table in DumpTables.Names)
        {
            using var rows = File.OpenRead(Path.Combine(parts, table));
            Add(tar, $"mbdump/{table}", rows);
        }
    }

    private static void AddText(TarWriter tar, string name, string text)
    {
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(text));
        Add(tar, name, content);
    }

    // POSIX ustar: GNU headers with access and change times are read by Python's tarfile and by 7-Zip as part of the name.
    private static void Add(TarWriter tar, string name, Stream content) => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
    {
        DataStream = content,
        ModificationTime = Written,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
    });
}
