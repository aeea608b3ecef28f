using System.Security.Cryptography;
using SpotifyPlatform.SampleData.Torrents;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Pieces;
using SpotifyPlatform.Torrents.Verification;

namespace SpotifyPlatform.BuildingBlocks.Tests.Torrents;

/// <summary>Files on the disk against torrents that other code wrote.</summary>
public sealed class FileVerifierTests : IDisposable
{
    private const int PieceLength = 32_768;
    private readonly TemporaryFolder folder = new();

    /// <summary>Ends within, at and behind pieces; the second lies within one piece of v1.</summary>
    private readonly byte[][] contents = [Bytes(1, 100_000), Bytes(2, 7), Bytes(3, 0), Bytes(4, (PieceLength * 2) - 1_703), Bytes(5, 1), Bytes(6, 3_000_000)];

    public static TheoryData<TorrentVersions, int> Variants() => new()
    {
        { TorrentVersions.V1, 1 }, { TorrentVersions.V1, 2 }, { TorrentVersions.V2, 1 }, { TorrentVersions.V2, 2 }, { TorrentVersions.Hybrid, 1 }, { TorrentVersions.Hybrid, 2 },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void Verify_WholeFiles_AreCompleteWithTheirSha256(TorrentVersions versions, int threads)
    {
        var torrent = Write(versions);

        foreach (var (file, content) in Real(torrent).Zip(contents))
        {
            var (verdict, hashed) = Verify(torrent, file, threads);
            Assert.True(verdict.IsComplete);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), verdict.Sha256);
            Assert.Equal(PiecesOf(torrent, file), hashed);
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Verify_AFlippedByte_MakesItsPieceBadAndNoOther(TorrentVersions versions, int threads)
    {
        var torrent = Write(versions);
        foreach (var file in Real(torrent).Where(file => file.Length > 0))
        {
            foreach (var at in new[] { 0, file.Length / 2, file.Length - 1 })
            {
                Flip(PathOf(file), at);
                var (verdict, _) = Verify(torrent, file, threads);
                Assert.Equal([(int)((file.Offset + at) / PieceLength)], verdict.BadPieces);
                Assert.False(verdict.IsComplete);
                Flip(PathOf(file), at);
            }
        }
    }

    [Fact]
    public void Verify_ANeighboursFlippedByte_MakesTheSharedPieceOfVersion1Bad()
    {
        var torrent = Write(TorrentVersions.V1);
        var files = Real(torrent);
        Flip(PathOf(files[1]), 3);

        Assert.Equal([3], Verify(torrent, files[0]).Found.BadPieces);
        Assert.Equal([3], Verify(torrent, files[3]).Found.BadPieces);
        Assert.Empty(Verify(torrent, files[5]).Found.BadPieces);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Verify_CutExtendedSwappedOrMissing_IsNeverComplete(TorrentVersions versions, int threads)
    {
        var torrent = Write(versions);
        var file = Real(torrent)[0];
        var path = PathOf(file);

        File.WriteAllBytes(path, contents[0][..70_000]);
        Assert.Equal((70_000L, false, null), Outcome(torrent, file, threads));
        Assert.Equal([2, 3], Verify(torrent, file, threads).Found.BadPieces);

        File.WriteAllBytes(path, [.. contents[0], 0]);
        Assert.Equal((100_001L, false, null), Outcome(torrent, file, threads));
        Assert.Empty(Verify(torrent, file, threads).Found.BadPieces);

        File.Delete(path);
        Assert.Equal((null, false, null), Outcome(torrent, file, threads));
        Assert.Equal([0, 1, 2, 3], Verify(torrent, file, threads).Found.BadPieces);

        File.WriteAllBytes(path, Bytes(99, 100_000));
        Assert.Equal([0, 1, 2, 3], Verify(torrent, file, threads).Found.BadPieces);
    }

    [Fact]
    public void Verify_KnownPieces_AreNotHashedAgain()
    {
        var torrent = Write(TorrentVersions.V1);
        var file = Real(torrent)[5];
        var known = new PieceBits(torrent.PieceCount);
        foreach (var piece in PiecesOf(torrent, file).Skip(1))
            known[piece] = true;

        var (verdict, hashed) = Verify(torrent, file, known: known);

        Assert.Equal([PiecesOf(torrent, file)[0]], hashed);
        Assert.Equal((true, Convert.ToHexStringLower(SHA256.HashData(contents[5]))), (verdict.IsComplete, verdict.Sha256));
    }

    [Fact]
    public void Verify_AFileThatIsWrittenMeanwhile_IsNotComplete()
    {
        var torrent = Write(TorrentVersions.V2);
        var file = Real(torrent)[5];

        var verdict = new FileVerifier(torrent, PathOf).Verify(
            file, new VerifyOptions(), null, (piece, _) => File.SetLastWriteTimeUtc(PathOf(file), DateTime.UnixEpoch.AddSeconds(piece)), _ => { }, CancellationToken.None);

        Assert.Equal((false, false), (verdict.IsStable, verdict.IsComplete));
    }

    public void Dispose() => folder.Dispose();

    private static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static List<TorrentFile> Real(TorrentMetadata torrent) => [.. torrent.Files.Where(file => !file.IsPadding)];

    private static List<int> PiecesOf(TorrentMetadata torrent, TorrentFile file) =>
        new PieceMap(torrent).PiecesOf(file.Index) is { } range ? [.. Enumerable.Range(range.First, range.Last - range.First + 1)] : [];

    private static void Flip(string path, long at)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = at;
        var value = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(value ^ 0x10));
    }

    private string PathOf(TorrentFile file) => folder.File(file.Path);

    private TorrentMetadata Write(TorrentVersions versions)
    {
        Directory.CreateDirectory(folder.File("set"));
        for (var i = 0; i < contents.Length; i++)
            File.WriteAllBytes(folder.File($"set/{i}"), contents[i]);
        return TorrentReader.Read(TorrentWriter.Write(versions, "set", PieceLength, [.. contents.Select((content, i) => TorrentContent.Of($"{i}", content))]));
    }

    private (FileVerdict Found, List<int> Hashed) Verify(TorrentMetadata torrent, TorrentFile file, int threads = 1, PieceBits? known = null)
    {
        var hashed = new List<int>();
        return (new FileVerifier(torrent, PathOf).Verify(file, new VerifyOptions(Threads: threads), known, (piece, _) => hashed.Add(piece), _ => { }, CancellationToken.None), hashed);
    }

    private (long?, bool, string?) Outcome(TorrentMetadata torrent, TorrentFile file, int threads)
    {
        var verdict = Verify(torrent, file, threads).Found;
        return (verdict.Length, verdict.IsComplete, verdict.Sha256);
    }
}
