using System.Buffers.Binary;
using System.IO.Compression;
using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Imports;
using SpotifyPlatform.ListeningHistory.Tests.Support;

namespace SpotifyPlatform.ListeningHistory.Tests.Exports;

/// <summary>Inputs that are made to harm: refused by name, and nothing that is there or beside them is lost.</summary>
public sealed class HostileExportTests : IDisposable
{
    private const string Good = "Streaming_History_Audio_good.json";
    private readonly ListeningWorld world = new(ExportLimits.Default with
    {
        RatioFreeBytes = 1 << 16, MaxZipRatio = 50, MaxZipEntries = 100, MaxFileBytes = 8 << 20, MaxEntries = 50, MaxFiles = 20,
    });

    private readonly string row = ListeningWorld.Array(ExportRow.Extended("2024-01-15T10:03:01Z", 181_000));

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task ZipBomb_OfRowsThatRepeat_IsRefusedByItsRatio()
    {
        var json = $"[{string.Join(",", Enumerable.Repeat(ExportRow.Extended("2024-01-15T10:03:01Z", 1).Json, 5_000))}]";
        await IsRefusedAsync(world.Zip("bomb.zip", (ListeningWorld.AudioFile, json)), $"bomb.zip/{ListeningWorld.AudioFile}", "zip_bomb");
    }

    [Fact]
    public async Task ZipEntry_LargerThanAFileMayBe_IsRefused()
    {
        var random = new Random(1);
        var json = $"[{string.Join(",", Enumerable.Range(0, 12_000).Select(i => ExportRow.Extended("2024-01-15T10:03:01Z", i).With("platform", Convert.ToHexString(Noise(random))).Json))}]";
        await IsRefusedAsync(world.Zip("large.zip", (ListeningWorld.AudioFile, json)), $"large.zip/{ListeningWorld.AudioFile}", "file_too_large");
    }

    [Theory]
    [InlineData("../Streaming_History_Audio_1.json")]
    [InlineData("a/../../Streaming_History_Audio_1.json")]
    [InlineData("/etc/Streaming_History_Audio_1.json")]
    [InlineData("C:\\Streaming_History_Audio_1.json")]
    [InlineData("..\\Streaming_History_Audio_1.json")]
    [InlineData("../passwd")]
    public async Task ZipEntry_WhoseNameLeadsOut_IsRefusedAndNothingIsWritten(string name)
    {
        await IsRefusedAsync(world.Zip("traversal.zip", (name, row)), $"traversal.zip/{name}", "unsafe_name");
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(world.InputFolder)!, "*.json"));
    }

    [Fact]
    public async Task ZipEntries_OfOneName_AreRefusedTogether() =>
        await IsRefusedAsync(world.Zip("twice.zip", (ListeningWorld.AudioFile, row), (ListeningWorld.AudioFile, "[]")), $"twice.zip/{ListeningWorld.AudioFile}", "duplicate_name");

    [Fact]
    public async Task Zip_WithMoreEntriesThanAnExportHas_IsRefused() =>
        await IsRefusedAsync(world.Zip("many.zip", [.. Enumerable.Range(0, 101).Select(i => ($"{i}.txt", ""))]), "many.zip", "too_many_entries");

    [Fact]
    public async Task Zip_WithAMillionEntries_IsRefusedByTheSizeOfItsDirectory() =>
        await IsRefusedAsync(WriteDirectory("million.zip", entries: 1_000_000, told: 1_000_000), "million.zip", "too_many_entries");

    [Fact]
    public async Task Zip_WhoseDirectoryIsLongerThanItSays_IsRefused() =>
        await IsRefusedAsync(WriteDirectory("liar.zip", entries: 1_000, told: 1), "liar.zip", "damaged_zip");

    [Fact]
    public async Task Zip_CutOff_IsRefused()
    {
        var path = world.Zip("cut.zip", (ListeningWorld.AudioFile, row));
        await using (var file = new FileStream(path, FileMode.Open))
            file.SetLength(file.Length / 2);
        await IsRefusedAsync(path, "cut.zip", "damaged_zip");
    }

    [Fact]
    public async Task ZipEntry_WithFlippedBits_IsRefused()
    {
        var random = new Random(2);
        var json = $"[{string.Join(",", Enumerable.Range(0, 200).Select(i => ExportRow.Extended("2024-01-15T10:03:01Z", i).With("platform", Convert.ToHexString(Noise(random))).Json))}]";
        var path = world.Zip("flipped.zip", (ListeningWorld.AudioFile, json));
        await using (var file = new FileStream(path, FileMode.Open))
        {
            file.Position = file.Length / 3;
            file.Write(Noise(random));
        }

        var report = await ImportBesideGoodAsync(path);
        Assert.Equal($"flipped.zip/{ListeningWorld.AudioFile}", Assert.Single(report.Refused).Name);
    }

    [Fact]
    public async Task Folder_WithMoreFilesThanAreLookedAt_IsRefused()
    {
        for (var i = 0; i < 60; i++)
            world.WriteText($"crowd/{i}.txt", "");
        await IsRefusedAsync(Path.Combine(world.InputFolder, "crowd"), "crowd", "too_many_files");
    }

    [Fact]
    public async Task Files_MoreThanAnImportTakes_AreRefusedAsAWhole()
    {
        for (var i = 0; i < 21; i++)
            world.WriteText($"parts/Streaming_History_Audio_{i}.json", "[]");
        var refused = await Assert.ThrowsAsync<ExportRefusedException>(() => world.ImportAsync(Path.Combine(world.InputFolder, "parts")));
        Assert.Equal("too_many_files", refused.Reason);
    }

    [Fact]
    public async Task File_DamagedInTheMiddle_GivesNoneOfItsRows()
    {
        var path = world.WriteText("Streaming_History_Audio_damaged.json", $"{row[..^1]},{{\"ts\":]");
        await IsRefusedAsync(path, "Streaming_History_Audio_damaged.json", "not_json");
    }

    [Fact]
    public async Task Link_InAFolder_IsNotFollowed()
    {
        world.WriteText("outside/Streaming_History_Audio_outside.json", row);
        world.WriteText("inside/Streaming_History_Audio_inside.json", row);
        File.CreateSymbolicLink(Path.Combine(world.InputFolder, "inside", "Streaming_History_Audio_link.json"), Path.Combine(world.InputFolder, "outside", "Streaming_History_Audio_outside.json"));
        Directory.CreateSymbolicLink(Path.Combine(world.InputFolder, "inside", "loop"), Path.Combine(world.InputFolder, "inside"));
        Assert.Equal(1, (await world.ImportAsync(Path.Combine(world.InputFolder, "inside"))).Files);
    }

    private async Task IsRefusedAsync(string path, string name, string reason)
    {
        var report = await ImportBesideGoodAsync(path);
        var refused = Assert.Single(report.Refused);
        Assert.Equal((name, reason), (refused.Name, refused.Reason));
        Assert.Contains(Path.GetFileName(name), refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Imports the file beside a good one, on top of an earlier import; both must be there afterwards.</summary>
    private async Task<ImportReport> ImportBesideGoodAsync(string path)
    {
        await world.ImportAsync(world.Write("Streaming_History_Audio_earlier.json", ExportRow.Extended("2019-01-01T00:00:00Z", 1)));
        var report = await world.ImportAsync(path, world.Write(Good, ExportRow.Extended("2020-01-01T00:00:00Z", 1)));
        Assert.Equal([2019, 2020], world.Rows().Select(play => play.TsUtc.Year));
        return report;
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[64];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A zip of nothing but a central directory.</summary>
    private string WriteDirectory(string name, int entries, int told)
    {
        const int length = 46 + 1;
        var header = new byte[length];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x02014b50);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(28), 1);
        header[46] = (byte)'a';
        var path = Path.Combine(world.InputFolder, name);
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        file.Write("PK\u0003\u0004"u8);
        for (var i = 0; i < entries; i++)
            file.Write(header);
        var end = new byte[22];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)Math.Min(told, ushort.MaxValue));
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)Math.Min(told, ushort.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)(told * length));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), 4);
        file.Write(end);
        return path;
    }
}
