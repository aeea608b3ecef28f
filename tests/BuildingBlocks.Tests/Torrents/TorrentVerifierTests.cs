using System.Security.Cryptography;
using SpotifyPlatform.SampleData.Torrents;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Verification;

namespace SpotifyPlatform.BuildingBlocks.Tests.Torrents;

/// <summary>Verification of many files that is stored, and goes on where it was killed.</summary>
public sealed class TorrentVerifierTests : IDisposable
{
    private const int PieceLength = 32_768;
    private readonly TemporaryFolder folder = new();

    /// <summary>The second and third share pieces of v1 with their neighbours.</summary>
    private readonly byte[][] contents = [Bytes(1, 100_000), Bytes(2, 7), Bytes(3, 80_000), Bytes(4, 0), Bytes(5, 900_000)];
    private int read;

    [Theory]
    [InlineData(TorrentVersions.V1)]
    [InlineData(TorrentVersions.V2)]
    public async Task Run_AgainAsANewProcess_ReadsNothing(TorrentVersions versions)
    {
        var torrent = Write(versions);
        Assert.All(await RunAsync(torrent), verdict => Assert.True(verdict.IsComplete));
        Assert.Equal(contents.Sum(content => content.Length), read);

        Assert.Empty(await RunAsync(torrent));

        Assert.Equal(0, read);
        var state = Load(torrent);
        Assert.Equal(torrent.PieceCount, state.GoodPieces);
        Assert.Equal(
            contents.Select(content => Convert.ToHexStringLower(SHA256.HashData(content))), torrent.Files.Select(file => state.FindComplete(file)!.Sha256));
    }

    [Fact]
    public async Task Run_StoppedAtAnyPiece_HashesOnlyWhatIsLeft()
    {
        var torrent = Write(TorrentVersions.V1);
        for (var stopAt = 1; stopAt < torrent.PieceCount; stopAt += 5)
        {
            File.Delete(StatePath);
            using var stop = new CancellationTokenSource();
            var (state, at) = (Load(torrent), stopAt * PieceLength);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new TorrentVerifier(torrent, PathOf, state, TimeProvider.System).RunAsync(
                torrent.Files, 1, again: false, count => { if ((at -= count) <= 0) stop.Cancel(); }, stop.Token));
            var known = Load(torrent).GoodPieces;

            var verdicts = await RunAsync(torrent);

            Assert.All(verdicts, verdict => Assert.True(verdict.IsComplete));
            Assert.True(verdicts.Count < torrent.Files.Count || known < torrent.PieceCount);
            Assert.Equal(torrent.PieceCount, Load(torrent).GoodPieces);
        }
    }

    [Fact]
    public async Task Load_AfterAWrite_ForgetsTheFilesPieces()
    {
        var torrent = Write(TorrentVersions.V1);
        await RunAsync(torrent);
        var changed = (byte[])contents[1].Clone();
        changed[0] ^= 1;
        File.WriteAllBytes(PathOf(torrent.Files[1]), changed);
        File.SetLastWriteTimeUtc(PathOf(torrent.Files[1]), DateTime.UnixEpoch);

        var state = Load(torrent);
        // It has bytes of the fourth piece alone, and so have its neighbours, whose own bytes are as they were.
        Assert.Equal([1], torrent.Files.Where(file => state.FindComplete(file) is null).Select(file => file.Index));
        Assert.Equal(torrent.PieceCount - 1, state.GoodPieces);

        Assert.Equal([3], Assert.Single(await RunAsync(torrent)).BadPieces);
        File.WriteAllBytes(PathOf(torrent.Files[1]), contents[1]);
        await RunAsync(torrent);
        Assert.Equal(torrent.PieceCount, Load(torrent).GoodPieces);
    }

    [Fact]
    public async Task Run_Again_FindsDamageThatLeftTheTimeOfWriting()
    {
        var torrent = Write(TorrentVersions.V1);
        await RunAsync(torrent);
        var path = PathOf(torrent.Files[4]);
        var written = File.GetLastWriteTimeUtc(path);
        var damaged = (byte[])contents[4].Clone();
        damaged[^1] ^= 1;
        File.WriteAllBytes(path, damaged);
        File.SetLastWriteTimeUtc(path, written);

        Assert.Empty(await RunAsync(torrent));
        var bad = Assert.Single(await RunAsync(torrent, again: true), verdict => !verdict.IsComplete);

        Assert.Equal((4, torrent.PieceCount - 1), (bad.File.Index, Assert.Single(bad.BadPieces)));
        Assert.Null(Load(torrent).FindComplete(torrent.Files[4]));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("flipped")]
    [InlineData("empty")]
    [InlineData("other")]
    public async Task Load_AStateThatIsDamagedOrOfAnotherTorrent_KnowsNothing(string damage)
    {
        var torrent = Write(TorrentVersions.V1);
        await RunAsync(torrent);
        var bytes = File.ReadAllBytes(StatePath);
        File.WriteAllBytes(StatePath, damage switch
        {
            "cut" => bytes[..(bytes.Length / 2)],
            "flipped" => [.. bytes[..60], (byte)(bytes[60] ^ 1), .. bytes[61..]],
            "empty" => [],
            _ => bytes,
        });
        if (damage == "other")
            torrent = Write(TorrentVersions.V2);

        Assert.Equal(0, Load(torrent).GoodPieces);
        Assert.All(await RunAsync(torrent), verdict => Assert.True(verdict.IsComplete));
    }

    public void Dispose() => folder.Dispose();

    private static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private string StatePath => folder.File("state.pieces");

    private string PathOf(TorrentFile file) => folder.File(file.Path);

    private VerificationState Load(TorrentMetadata torrent) => VerificationState.Load(StatePath, torrent, PathOf);

    private TorrentMetadata Write(TorrentVersions versions)
    {
        Directory.CreateDirectory(folder.File("set"));
        for (var i = 0; i < contents.Length; i++)
            File.WriteAllBytes(folder.File($"set/{i}"), contents[i]);
        return TorrentReader.Read(TorrentWriter.Write(versions, "set", PieceLength, [.. contents.Select((content, i) => TorrentContent.Of($"{i}", content))]));
    }

    /// <summary>As a new process does.</summary>
    private async Task<IReadOnlyList<FileVerdict>> RunAsync(TorrentMetadata torrent, bool again = false)
    {
        read = 0;
        return await new TorrentVerifier(torrent, PathOf, Load(torrent), TimeProvider.System).RunAsync(
            torrent.Files, 2, again, count => Interlocked.Add(ref read, count), CancellationToken.None);
    }
}
