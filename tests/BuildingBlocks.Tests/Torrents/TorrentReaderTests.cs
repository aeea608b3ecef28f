using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.SampleData.Torrents;
using SpotifyPlatform.Torrents;
using SpotifyPlatform.Torrents.Metadata;
using static SpotifyPlatform.BuildingBlocks.Tests.Torrents.TorrentTexts;

namespace SpotifyPlatform.BuildingBlocks.Tests.Torrents;

public sealed class TorrentReaderTests
{
    private const int PieceLength = 16_384;
    private static readonly TorrentContent[] Contents =
    [
        TorrentContent.Of("0A.jsonl.zst", new byte[40_000]), TorrentContent.Of("0a.jsonl.zst", new byte[5]), TorrentContent.Of("empty", []),
        TorrentContent.Of("sub/catalog.sqlite3", new byte[PieceLength]),
    ];

    [Theory]
    [InlineData(TorrentVersions.V1, new[] { 0L, 40_000, 40_005, 40_005 }, 4)]
    [InlineData(TorrentVersions.V2, new[] { 0L, 49_152, 49_157, 65_536 }, 5)]
    [InlineData(TorrentVersions.Hybrid, new[] { 0L, 49_152, 49_157, 65_536 }, 5)]
    public void Read_EachVersion_GivesFilesAndPieces(TorrentVersions versions, long[] offsets, int pieces)
    {
        var torrent = TorrentReader.Read(TorrentWriter.Write(versions, "set", PieceLength, Contents, "http://tracker.example/announce"));

        var files = torrent.Files.Where(file => !file.IsPadding).ToList();
        Assert.Equal(["set/0A.jsonl.zst", "set/0a.jsonl.zst", "set/empty", "set/sub/catalog.sqlite3"], files.Select(file => file.Path));
        Assert.Equal([40_000L, 5, 0, PieceLength], files.Select(file => file.Length));
        // A file without bytes is nowhere; only those with bytes begin with a piece.
        Assert.Equal(offsets.Where((_, i) => i != 2), files.Where(file => file.Length > 0).Select(file => file.Offset));
        Assert.Equal((pieces, 56_389L, true), (torrent.PieceCount, torrent.ContentLength, torrent.NeedsCaseSensitivity));
        Assert.Equal((versions.HasFlag(TorrentVersions.V1), versions.HasFlag(TorrentVersions.V2)), (torrent.HasV1, torrent.HasV2));
        Assert.Equal(["http://tracker.example/announce"], torrent.Trackers);
    }

    [Fact]
    public void Read_InfoWithUnknownFields_IsHashedAsItStands()
    {
        var info = $"d6:lengthi1e4:name1:t12:piece lengthi16384e6:pieces20:{new string('h', 20)}7:unknownli1eee";

        var torrent = Read($"d4:info{info}5:laterdee");

        Assert.Equal(new InfoHash(Sha1(info), null), torrent.InfoHash);
        Assert.Equal("t", Assert.Single(torrent.Files).Path);
    }

    [Theory]
    [InlineData("de", "no info")]
    [InlineData("le", "no dictionary")]
    [InlineData("d4:infoi1ee", "info is no dictionary")]
    [InlineData("d4:infod6:lengthi1e12:piece lengthi16384e6:pieces20:hhhhhhhhhhhhhhhhhhhhee", "no name")]
    [InlineData("d4:infod6:lengthi1e4:name1:t6:pieces20:hhhhhhhhhhhhhhhhhhhhee", "no piece length")]
    [InlineData("d4:infod6:lengthi1e4:name1:t12:piece lengthi0e6:pieces20:hhhhhhhhhhhhhhhhhhhhee", "piece length is 0")]
    [InlineData("d4:infod6:lengthi1e4:name1:t12:piece lengthi-1e6:pieces20:hhhhhhhhhhhhhhhhhhhhee", "piece length is -1")]
    [InlineData("d4:infod6:lengthi1e4:name1:t12:piece lengthi16384eee", "no hashes")]
    [InlineData("d4:infod6:lengthi1e4:name1:t12:piece lengthi16384e6:pieces19:hhhhhhhhhhhhhhhhhhhee", "no multiple of 20")]
    [InlineData("d4:infod6:lengthi16385e4:name1:t12:piece lengthi16384e6:pieces20:hhhhhhhhhhhhhhhhhhhhee", "need 2")]
    [InlineData("d4:infod6:lengthi-1e4:name1:t12:piece lengthi16384e6:pieces20:hhhhhhhhhhhhhhhhhhhhee", "A file of -1 bytes")]
    [InlineData("d4:infod6:lengthi9223372036854775807e4:name1:t12:piece lengthi16384e6:pieces20:hhhhhhhhhhhhhhhhhhhhee", "are taken")]
    [InlineData("d4:infod4:name1:t12:piece lengthi16384e6:pieces20:hhhhhhhhhhhhhhhhhhhhee", "no files")]
    [InlineData("d4:infod5:filesle6:lengthi1e4:name1:t12:piece lengthi16384e6:pieces20:hhhhhhhhhhhhhhhhhhhhee", "both a length and a list")]
    [InlineData("d4:infod5:filesld6:lengthi1eee4:name1:t12:piece lengthi16384e6:pieces20:hhhhhhhhhhhhhhhhhhhhee", "no path")]
    [InlineData("d4:infod5:filesld4:attr1:l6:lengthi1e4:pathl1:aeee4:name1:t12:piece lengthi16384e6:pieces20:hhhhhhhhhhhhhhhhhhhhee", "a link")]
    [InlineData("d4:infod6:lengthi1e12:meta versioni3e4:name1:t12:piece lengthi16384e6:pieces20:hhhhhhhhhhhhhhhhhhhhee", "meta version 3")]
    [InlineData("d4:infod6:lengthi1e4:name1:t12:piece lengthi16384e6:pieces20:hhhhhhhhhhhhhhhhhhhhe", "no valid bencode")]
    public void Read_WhatIsNoTorrent_IsRefusedWithTheReason(string torrent, string reason) => Assert.Contains(reason, Refusal(torrent), StringComparison.Ordinal);

    [Theory]
    [InlineData("..", "leads out")]
    [InlineData(".", "leads out")]
    [InlineData("", "is empty")]
    [InlineData("a/b", "slash")]
    [InlineData("a\\b", "slash")]
    [InlineData("a\0b", "control")]
    [InlineData("a\u202Eb", "control")]
    [InlineData("-rf", "commands")]
    [InlineData("~root", "commands")]
    [InlineData("nul", "device")]
    [InlineData("COM1.jsonl.zst", "device")]
    [InlineData("a.", "file systems drop")]
    public void Read_UnsafeNames_AreRefused(string name, string reason)
    {
        Assert.Contains(reason, Refusal(OfPaths([name])), StringComparison.Ordinal);
        Assert.Contains(reason, Refusal(OfPaths(["folder", name])), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NamesBeyondTheLimits_AreRefused()
    {
        Assert.Contains("256 bytes", Refusal(OfPaths([new string('n', 256)])), StringComparison.Ordinal);
        Assert.Contains("at most 15", Refusal(OfPaths([.. Enumerable.Repeat("d", 16)])), StringComparison.Ordinal);
        Assert.Contains("not UTF-8", Refusal(OfPaths(["x"]).Replace("1:x", "1:\u00FF", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PathsThatCollide_AreRefusedUnlessByCaseAlone()
    {
        Assert.Contains("there twice", Refusal(OfPaths(["a"], ["a"])), StringComparison.Ordinal);
        Assert.Contains("both a file and a folder", Refusal(OfPaths(["a", "b"], ["a"])), StringComparison.Ordinal);
        Assert.False(Read(OfPaths(["a"], ["b"])).NeedsCaseSensitivity);
        Assert.True(Read(OfPaths(["a", "x"], ["A", "y"])).NeedsCaseSensitivity);
    }

    [Fact]
    public void Read_PiecesLayerOrRootChanged_IsRefused()
    {
        var bytes = TorrentWriter.Write(TorrentVersions.V2, "set", PieceLength, [TorrentContent.Of("a", RandomNumberGenerator.GetBytes(100_000))]);
        var layer = Encoding.Latin1.GetString(bytes).IndexOf("12:piece layers", StringComparison.Ordinal) + 70;

        bytes[layer] ^= 1;

        Assert.Contains("does not hash to its root", Assert.Throws<TorrentFormatException>(() => TorrentReader.Read(bytes)).Message, StringComparison.Ordinal);
        Assert.Contains("7 pieces and hashes for 0", Refusal(Encoding.Latin1.GetString(bytes)[..(layer - 70)] + "e"), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HybridWhoseVersionsDiffer_IsRefused()
    {
        var hybrid = Encoding.Latin1.GetString(TorrentWriter.Write(TorrentVersions.Hybrid, "set", PieceLength, Contents));

        // The path in the v1 list alone.
        Assert.Contains("versions differ", Refusal(hybrid.Replace("4:pathl5:empty", "4:pathl5:other", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64 << 20)]
    [InlineData(4 << 20)]
    public void Read_FourTerabytes_TakesTheMemoryOfTheListAlone(int pieceLength)
    {
        const int files = 484;
        const long length = 8_017_000_000;
        var pieces = (int)(((files * length) + pieceLength - 1) / pieceLength);
        var list = string.Concat(Enumerable.Range(0, files).Select(i => $"d6:lengthi{length}e4:pathl{Text($"{i:D3}.jsonl.zst")}ee"));
        byte[] torrent =
        [
            .. Encoding.Latin1.GetBytes($"d4:infod5:filesl{list}e4:name3:set12:piece lengthi{pieceLength}e6:pieces{20 * pieces}:"), .. new byte[20 * pieces], .. "ee"u8,
        ];
        TorrentReader.Read(torrent);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = TorrentReader.Read(torrent);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((files * length, pieces), (read.ContentLength, read.PieceCount));
        Assert.InRange(allocated, 0, 1_000_000);
    }

    [Fact]
    public void ReadFile_LargerThanTheLimit_IsRefusedUnread()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder.File("t")))
            file.SetLength(TorrentReader.MaxBytes + 1L);

        Assert.Contains("at most", Assert.Throws<TorrentFormatException>(() => TorrentReader.ReadFile(folder.File("t"))).Message, StringComparison.Ordinal);
    }

#pragma warning disable CA5350 // The protocol's own hash.
    private static string Sha1(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.Latin1.GetBytes(text)));
#pragma warning restore CA5350
}
