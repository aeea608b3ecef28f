using System.Formats.Tar;
using System.Text;
using SpotifyPlatform.SampleData.Output;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.MusicBrainz;

/// <summary>Writes <c>musicbrainz/mbdump.tar</c>: what stands in the real archive before its compression.</summary>
internal sealed class DumpFile(SampleWorld world)
{
    public const string Name = "mbdump.tar";
    private static readonly DateTimeOffset Written = new(2026, 5, 20, 9, 30, 0, TimeSpan.Zero);

    public IReadOnlyDictionary<string, long> Write(string folder, StageClock clock)
    {
        var parts = Directory.CreateDirectory(Path.Combine(folder, ".parts")).FullName;
        IReadOnlyDictionary<string, long> counts;
        using (var tables = new DumpTables(world, parts))
            counts = tables.Write(clock);
        Pack(parts, Path.Combine(folder, Name));
        Directory.Delete(parts, recursive: true);
        return counts;
    }

    private static void Pack(string parts, string path)
    {
        using var file = File.Create(path);
        using var tar = new TarWriter(file, TarEntryFormat.Gnu);
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

    private static void Add(TarWriter tar, string name, Stream content) => tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, name)
    {
        DataStream = content,
        ModificationTime = Written,
        // Left alone, these are the time of writing.
        AccessTime = Written,
        ChangeTime = Written,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
    });
}
