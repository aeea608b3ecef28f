using System.Diagnostics;
using System.Formats.Tar;

namespace SpotifyPlatform.SampleData.Tests.MusicBrainz;

/// <summary>The archive's headers, read by readers other than the platform's own.</summary>
[Collection(nameof(SampleFolder))]
public sealed class TarHeaderTests(SampleFolder sample)
{
    private const string ListWithPython =
        "import sys, tarfile\nfor member in tarfile.open(sys.argv[1]):\n    print(member.name, member.size, int(member.mtime))";

    private static readonly string[] Names =
    [
        "TIMESTAMP", "COPYING", "REPLICATION_SEQUENCE", "SCHEMA_SEQUENCE",
        "mbdump/isrc", "mbdump/recording", "mbdump/recording_gid_redirect", "mbdump/artist_credit", "mbdump/artist_credit_name", "mbdump/artist",
    ];

    private string Archive => sample.PathOf("musicbrainz", "mbdump.tar");

    [Fact]
    public void Entries_ReadBySystemFormatsTar_AreUstarWithPlainNames()
    {
        var entries = Entries();
        Assert.Equal(Names, entries.Select(entry => entry.Name));
        Assert.All(entries, entry => Assert.Equal(TarEntryFormat.Ustar, entry.Format));
    }

    /// <summary>POSIX readers take the bytes of this field as the beginning of the name.</summary>
    [Fact]
    public void Headers_PrefixField_IsEmpty()
    {
        const int header = 512, prefixStart = 345, prefixLength = 155;
        var bytes = File.ReadAllBytes(Archive);
        var at = 0L;
        foreach (var entry in Entries())
        {
            Assert.All(bytes.AsSpan((int)at + prefixStart, prefixLength).ToArray(), value => Assert.Equal(0, value));
            at += header + ((entry.Length + header - 1) / header * header);
        }
    }

    [SkippableFact]
    public async Task Entries_ReadByPythonsTarfile_AreTheSame()
    {
        Skip.IfNot(IsOnPath("python3"), "python3 is not installed");
        using var python = Process.Start(new ProcessStartInfo("python3", ["-c", ListWithPython, Archive]) { RedirectStandardOutput = true })!;
        var output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.Equal(0, python.ExitCode);
        Assert.Equal(
            Entries().Select(entry => $"{entry.Name} {entry.Length} {entry.Modified}"),
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private List<(string Name, long Length, long Modified, TarEntryFormat Format)> Entries()
    {
        using var tar = new TarReader(File.OpenRead(Archive));
        var entries = new List<(string, long, long, TarEntryFormat)>();
        while (tar.GetNextEntry() is { } entry)
            entries.Add((entry.Name, entry.Length, entry.ModificationTime.ToUnixTimeSeconds(), entry.Format));
        return entries;
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
