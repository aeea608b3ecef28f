using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Testing.Artifacts;

/// <summary>What every artifact store does.</summary>
public abstract class ArtifactStoreContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>The same store at every call, as another process would open it.</summary>
    protected abstract IArtifactStore Open();

    [Fact]
    public async Task Create_NewKey_IsReadBackWhole()
    {
        var content = Bytes(3_000_000);
        Assert.True(await Open().CreateAsync(Key("tables/tracks/part-0"), new MemoryStream(content), None));
        Assert.Equal(content, await ReadAsync("tables/tracks/part-0", ByteRange.All));
    }

    [Fact]
    public async Task Create_Empty_IsAnArtifactOfNoBytes()
    {
        Assert.True(await Open().CreateAsync(Key("empty"), Stream.Null, None));
        Assert.Equal(0, (await Open().FindAsync(Key("empty"), None))!.Value.Length);
        Assert.Empty(await ReadAsync("empty", ByteRange.All));
    }

    [Fact]
    public async Task Create_ExistingKey_KeepsTheFirst()
    {
        await CreateAsync("a", "first");
        Assert.False(await Open().CreateAsync(Key("a"), Content("second"), None));
        Assert.Equal("first", await TextAsync("a"));
    }

    [Fact]
    public async Task Create_ByManyAtOnce_OneCreatesIt()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(writer => Task.Run(() => Open().CreateAsync(Key("race/a"), Content($"writer {writer:D2}"), None))));
        var winner = Array.IndexOf(outcomes, true);
        Assert.Single(outcomes, created => created);
        Assert.Equal($"writer {winner:D2}", await TextAsync("race/a"));
        Assert.Single(await ListAsync(""));
    }

    [Fact]
    public async Task Create_StreamThatFails_LeavesNothing()
    {
        await Assert.ThrowsAsync<IOException>(() => Open().CreateAsync(Key("a"), new FailingStream(100_000), None));
        Assert.Null(await Open().FindAsync(Key("a"), None));
        Assert.Empty(await ListAsync(""));
        await CreateAsync("a", "whole");
        Assert.Equal("whole", await TextAsync("a"));
    }

    [Fact]
    public async Task Create_Cancelled_LeavesNothing()
    {
        using var stop = new CancellationTokenSource();
        var content = new FailingStream(100_000, stop.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Open().CreateAsync(Key("a"), content, stop.Token));
        Assert.Empty(await ListAsync(""));
    }

    [Fact]
    public async Task CreateFromFile_NewKey_OutlivesTheFile()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "from a file");
        Assert.True(await Open().CreateFromFileAsync(Key("files/a"), path, None));
        File.Delete(path);
        Assert.Equal("from a file", await TextAsync("files/a"));
    }

    [Fact]
    public async Task CreateFromFile_ExistingKey_KeepsTheFirst()
    {
        var path = Path.GetTempFileName();
        await CreateAsync("a", "first");
        Assert.False(await Open().CreateFromFileAsync(Key("a"), path, None));
        File.Delete(path);
        Assert.Equal("first", await TextAsync("a"));
    }

    [Fact]
    public async Task CreateFromFile_NoSuchFile_Throws()
    {
        await Assert.ThrowsAsync<FileNotFoundException>(() => Open().CreateFromFileAsync(Key("a"), Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString()), None));
        Assert.Empty(await ListAsync(""));
    }

    [Theory]
    [InlineData(0, 3, "abc")]
    [InlineData(4, 100, "efghij")]
    [InlineData(4, 0, "")]
    [InlineData(10, 5, "")]
    [InlineData(25, 5, "")]
    public async Task Open_Range_EndsWhereTheArtifactEnds(long offset, long length, string expected)
    {
        await CreateAsync("a", "abcdefghij");
        Assert.Equal(expected, Encoding.UTF8.GetString(await ReadAsync("a", new ByteRange(offset, length))));
    }

    [Fact]
    public async Task Open_NoSuchArtifact_NamesTheKey()
    {
        await CreateAsync("a/b", "x");
        foreach (var key in new[] { "b", "a/c", "a" })
        {
            var error = await Assert.ThrowsAsync<ArtifactNotFoundException>(() => Open().OpenAsync(Key(key), ByteRange.All, None));
            Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Open_DeletedMeanwhile_ReadsOn()
    {
        var content = Bytes(500_000);
        await Open().CreateAsync(Key("a"), new MemoryStream(content), None);
        await using var open = await Open().OpenAsync(Key("a"), ByteRange.All, None);
        var first = open.ReadByte();
        await Open().DeleteAsync(Key("a"), None);
        using var rest = new MemoryStream();
        await open.CopyToAsync(rest);
        Assert.Equal(content, rest.ToArray().Prepend((byte)first));
    }

    [Fact]
    public async Task Find_AnArtifact_TellsLengthAndAge()
    {
        Assert.Null(await Open().FindAsync(Key("a"), None));
        await CreateAsync("a", "12345");
        var info = (await Open().FindAsync(Key("a"), None))!.Value;
        Assert.Equal(("a", 5L), (info.Key.ToString(), info.Length));
        Assert.InRange(info.CreatedAt, DateTimeOffset.UnixEpoch.AddYears(30), DateTimeOffset.UnixEpoch.AddYears(300));
    }

    [Fact]
    public async Task List_APrefix_IsInOrderAndNeedNotEndAtASlash()
    {
        string[] keys = ["a", "b/1", "b/10", "b/2", "b/x/y", "b-1/z", "ba", "c/b/1"];
        foreach (var key in keys)
            await CreateAsync(key, key);
        Assert.Equal(["a", "b-1/z", "b/1", "b/10", "b/2", "b/x/y", "ba", "c/b/1"], await ListAsync(""));
        Assert.Equal(["b/1", "b/10", "b/2", "b/x/y"], await ListAsync("b/"));
        Assert.Equal(["b/1", "b/10"], await ListAsync("b/1"));
        Assert.Equal(["b-1/z", "b/1", "b/10", "b/2", "b/x/y", "ba"], await ListAsync("b"));
        Assert.Empty(await ListAsync("d"));
    }

    [Fact]
    public async Task Keys_OfCaseSignsAndScripts_AreAllDistinct()
    {
        string[] keys = ["0A", "0a", "%30a", ".hidden", "a b", "con", "con.txt", "Müsik/äö", "z.", "日本/曲", "😀"];
        foreach (var key in keys)
            await CreateAsync(key, key);
        foreach (var key in keys)
            Assert.Equal(key, await TextAsync(key));
        Assert.Equal(keys.OrderBy(Encoding.UTF8.GetBytes, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))), await ListAsync(""));
    }

    [Fact]
    public async Task Delete_AnArtifact_MakesRoomForAnother()
    {
        await CreateAsync("a/b", "old");
        Assert.True(await Open().DeleteAsync(Key("a/b"), None));
        Assert.False(await Open().DeleteAsync(Key("a/b"), None));
        Assert.Empty(await ListAsync(""));
        Assert.True(await Open().CreateAsync(Key("a/b"), Content("new"), None));
        Assert.Equal("new", await TextAsync("a/b"));
    }

    protected static ArtifactKey Key(string text) => ArtifactKey.Parse(text);

    protected static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(20261126).NextBytes(bytes);
        return bytes;
    }

    protected static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    protected async Task CreateAsync(string key, string content) => Assert.True(await Open().CreateAsync(Key(key), Content(content), None));

    protected async Task<string> TextAsync(string key) => Encoding.UTF8.GetString(await ReadAsync(key, ByteRange.All));

    protected async Task<byte[]> ReadAsync(string key, ByteRange range)
    {
        await using var stream = await Open().OpenAsync(Key(key), range, None);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    protected async Task<IReadOnlyList<string>> ListAsync(string prefix)
    {
        var keys = new List<string>();
        await foreach (var info in Open().ListAsync(prefix, None))
            keys.Add(info.Key.ToString());
        return keys;
    }

    private static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));
}
