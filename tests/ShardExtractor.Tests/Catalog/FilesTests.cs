using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>How files are made ready, and how damaged ones are refused.</summary>
public sealed class FilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordingBus bus = new();

    private string Ready => folder.File("data/catalogue/spotify_clean.sqlite3");

    [Fact]
    public async Task Extract_PlainFile_LinksItAndWritesNothingBesideIt()
    {
        var file = Tracks();

        await ExtractAsync(file);

        Assert.Equal(file.Path, new FileInfo(Ready).LinkTarget);
        Assert.Equal([file.Path], Directory.GetFiles(folder.File("input")));
        Assert.True(File.Exists(Ready));
    }

    [Fact]
    public async Task Extract_Compressed_DecompressesOnceAndPublishesTheSameRows()
    {
        var plain = Tracks();
        var compressed = DataSet.Compress(plain);
        File.Delete(plain.Path);

        await ExtractAsync(compressed);
        var written = File.GetLastWriteTimeUtc(Ready);
        await ExtractAsync(compressed);

        Assert.Equal(plain.Sha256, DataSet.Verified(Ready, CatalogContent.Tracks).Sha256);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Ready));
        Assert.Equal(["spotify_clean.sqlite3"], Directory.GetFiles(Path.GetDirectoryName(Ready)!).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Extract_NewerFile_ReplacesTheOlder()
    {
        await ExtractAsync(DataSet.Compress(Tracks("Old")));
        await ExtractAsync(DataSet.Compress(Tracks("New")));

        using var connection = SqliteDatabase.OpenReadOnly(Ready);
        Assert.Equal("New", connection.Scalar<string>("SELECT name FROM tracks"));
    }

    [Fact]
    public async Task Extract_DiskTooSmall_FailsBeforeWritingAndCanBeTriedAgain()
    {
        var compressed = DataSet.Compress(Tracks());

        var failure = await Assert.ThrowsAsync<IOException>(() => ExtractAsync(compressed, new FixedSpace((1L << 30) + 100)));
        Assert.Contains("Free space", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.File("data/catalogue")));

        await ExtractAsync(compressed);
        Assert.True(File.Exists(Ready));
    }

    [Fact]
    public async Task Extract_TruncatedAtAnyPlace_IsRefused()
    {
        var compressed = DataSet.Compress(Tracks());
        var bytes = File.ReadAllBytes(compressed.Path);
        foreach (var length in (int[])[1, 5, bytes.Length / 2, bytes.Length - 1])
        {
            File.WriteAllBytes(compressed.Path, bytes[..length]);
            var refused = await RefusedAsync(DataSet.Verified(compressed.Path, CatalogContent.Tracks));
            Assert.Equal(CatalogFault.Truncated, refused.Fault);
            Assert.Contains(compressed.Path, refused.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Ready));
    }

    [Fact]
    public async Task Extract_ChangedSinceItWasVerified_IsRefused()
    {
        var file = Tracks();
        Assert.Equal(CatalogFault.Changed, (await RefusedAsync(file with { Length = file.Length + 1 })).Fault);
        Assert.Equal(CatalogFault.Changed, (await RefusedAsync(DataSet.Compress(file) with { Sha256 = new string('0', 64) })).Fault);
        Assert.Equal(CatalogFault.Missing, (await RefusedAsync(file with { Path = file.Path + ".gone" })).Fault);
    }

    [Fact]
    public async Task Extract_DecompressesToImplausiblyMuch_IsRefused()
    {
        var path = folder.File("bomb.sqlite3.zst");
        using (var target = ZstdStreams.Compress(File.Create(path)))
            for (var (megabyte, n) = (new byte[1 << 20], 0); n < 40; n++)
                target.Write(megabyte);

        Assert.Equal(CatalogFault.TooLarge, (await RefusedAsync(DataSet.Verified(path, CatalogContent.Tracks))).Fault);
        Assert.Empty(Directory.GetFiles(folder.File("data/catalogue")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no database")]
    public async Task Extract_NoDatabase_IsRefused(string text)
    {
        File.WriteAllText(folder.File("some.sqlite3"), text);
        Assert.Equal(CatalogFault.Unreadable, (await RefusedAsync(DataSet.Verified(folder.File("some.sqlite3"), CatalogContent.Tracks))).Fault);
    }

    public void Dispose() => folder.Dispose();

    private CatalogFile Tracks(string name = "Only") => new DataSet(folder.File("input")).Tracks(connection => connection.Track(1, name));

    private async Task ExtractAsync(CatalogFile file, IFreeSpace? space = null)
    {
        using var extractor = new Extractor(folder.File("data"), bus, space: space);
        await extractor.ExtractAsync(file);
    }

    private Task<CatalogRefusedException> RefusedAsync(CatalogFile file) => Assert.ThrowsAsync<CatalogRefusedException>(() => ExtractAsync(file));
}
