using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.ShardExtractor.Tests.Support;
using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.ShardExtractor.Tests.Extraction;

/// <summary>What the file itself may be, before any line of it.</summary>
public sealed class ShardFaultTests : IDisposable
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(n => Shard.Line(n) + "\n")));

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Extract_ManyFramesWithSkippableOnes_IsComplete()
    {
        byte[] skippable = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
        var half = Text.Length / 2;
        using var unchecked_ = new MemoryStream();
        using (var zstd = ZstdStreams.Compress(unchecked_, leaveOpen: true, checksum: false))
            zstd.Write(Text.AsSpan(half));
        var result = Extract([.. skippable, .. Shard.Pack(Text.AsSpan(0, half)), .. skippable, .. unchecked_.ToArray(), .. skippable]);
        Assert.Equal((ExtractionStatus.Complete, 2000L), (result.Status, result.Tracks));
    }

    [SkippableFact]
    public void Extract_PipeOrDeviceNamedLikeAShard_IsRefusedWithoutBeingOpened()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Pipes and devices are told apart on Linux only.");
        NamedPipe.Create(Path.Combine(folder.Root, "00.jsonl.zst"));
        File.CreateSymbolicLink(Path.Combine(folder.Root, "01.jsonl.zst"), "/dev/zero");
        foreach (var name in new[] { "00.jsonl.zst", "01.jsonl.zst" })
            Assert.Equal((ExtractionStatus.Refused, ShardFault.NotAShard), StatusOf(Shard.Extract(folder, Path.Combine(folder.Root, name))));
    }

    [Fact]
    public void Extract_TrailingGarbage_IsCorruptAndKeepsTheLines()
    {
        var result = Extract([.. Shard.Pack(Text), .. "garbage"u8]);
        Assert.Equal((ExtractionStatus.Corrupt, ShardFault.TrailingGarbage, 2000L), (result.Status, result.Fault, result.Tracks));
        Assert.Equal("", folder.Text("processed_files.txt"));
    }

    [Fact]
    public void Extract_BitFlips_AreNeverComplete()
    {
        var packed = Shard.Pack(Text);
        var random = new Random(11);
        for (var i = 0; i < 20; i++)
        {
            var flipped = packed.ToArray();
            // Past the frame's header: flips of its unused bits change nothing.
            flipped[random.Next(20, flipped.Length)] ^= (byte)(1 << random.Next(8));
            var result = Extract(flipped);
            Assert.True(result.Status is ExtractionStatus.Corrupt or ExtractionStatus.Truncated, $"seed 11, case {i}: {result.Message}");
        }
    }

    [Fact]
    public void Extract_CutBetweenFrames_IsCaughtByLengthOrHash()
    {
        var half = Shard.Pack(Text.AsSpan(0, Text.Length / 2));
        byte[] whole = [.. half, .. Shard.Pack(Text.AsSpan(Text.Length / 2))];
        var path = Shard.Write(folder, "00.jsonl.zst", half);
        Assert.Equal(ShardFault.Truncated, Shard.Extract(folder, path, length: whole.Length).Fault);
        Assert.Equal(ShardFault.HashMismatch, Shard.Extract(folder, path, sha256: Convert.ToHexString(SHA256.HashData(whole))).Fault);
        Assert.Equal(ExtractionStatus.Complete, Shard.Extract(folder, path, length: half.Length, sha256: Convert.ToHexString(SHA256.HashData(half))).Status);
    }

    [Fact]
    public void Extract_NoZstdAndEmptyFiles_AreReported()
    {
        Assert.Equal((ExtractionStatus.Refused, ShardFault.NotReadable), StatusOf(Extract(Text)));
        Assert.Equal((ExtractionStatus.Truncated, ShardFault.Truncated), StatusOf(Extract([])));
        Assert.Equal((ExtractionStatus.Complete, ShardFault.None), StatusOf(Extract(Shard.Pack([]))));
        Assert.Equal(ShardFault.NotAShard, Shard.Extract(folder, Shard.Write(folder, "000.jsonl.zst", Shard.Pack(Text))).Fault);
    }

    [Fact]
    public void Extract_EarlierCompleteRows_SurviveABadInput()
    {
        Extract(Shard.Pack(Text));
        var before = folder.Tree();
        var result = Extract(Shard.Pack(Text)[..1000]);
        Assert.Equal(ExtractionStatus.Truncated, result.Status);
        Assert.Contains("are kept", result.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Tree());
    }

    [Fact]
    public void Extract_WindowAboveTheBound_IsRefused()
    {
        using var packed = new MemoryStream();
        using (var zstd = ZstdStreams.Compress(packed, leaveOpen: true, windowLog: 24))
            zstd.Write(Text);
        var result = Extract(packed.ToArray(), new ExtractionOptions { MaxWindowLog = 20 });
        Assert.Equal((ExtractionStatus.Refused, ShardFault.WindowTooLarge), StatusOf(result));
    }

    [Fact]
    public void Extract_RatioAndTotalAboveTheBounds_AreRefused()
    {
        var bomb = Shard.Pack(new byte[20_000_000], level: 19);
        Assert.Equal(ShardFault.RatioTooHigh, Extract(bomb, new ExtractionOptions { RatioFloorBytes = 1_000_000 }).Fault);
        Assert.Equal(ShardFault.TooMuchOutput, Extract(bomb, new ExtractionOptions { MaxDecompressedBytes = 1_000_000 }).Fault);
        Assert.Equal(["ledger/00.json", "processed_files.txt"], folder.Tree().Select(file => file.Path));
    }

    [Fact]
    public void Extract_TooManyRefusedLines_RefusesTheShardAndKeepsTheRecords()
    {
        var text = new string('x', 5) + "\n";
        var result = Extract(Shard.Pack(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 300)) + Shard.Line(1) + "\n")));
        Assert.Equal((ExtractionStatus.Refused, ShardFault.TooManyRefusedLines), StatusOf(result));
        Assert.Equal(300, folder.Text("quarantine/00.ndjson").Count(c => c == '\n'));
        Assert.False(Directory.EnumerateFiles(folder.InOut("tracks")).Any());

        var stopped = Extract(Shard.Pack(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 300)))), new ExtractionOptions { MaxRefusedLines = 10 });
        Assert.Equal((ShardFault.TooManyRefusedLines, 10L), (stopped.Fault, stopped.RefusedLines));
    }

    [Fact]
    public void Extract_TooManyTracks_RefusesTheShard() =>
        Assert.Equal(ShardFault.TooManyTracks, Extract(Shard.Pack(Text), new ExtractionOptions { MaxTracks = 1999 }).Fault);

    [Fact]
    public void Extract_HugeLineNestingAndString_AreRefusedInBoundedMemory()
    {
        var path = Path.Combine(folder.Root, "00.jsonl.zst");
        using (var zstd = ZstdStreams.Compress(File.Create(path), level: 1))
        {
            zstd.Write(Encoding.UTF8.GetBytes(Shard.Line(1) + "\n{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}\n"));
            zstd.Write("{\"a\":\""u8);
            var random = new byte[1024 * 1024];
            new Random(5).NextBytes(random);
            for (var i = 0; i < random.Length; i++)
                random[i] = (byte)('a' + (random[i] & 15));
            for (var i = 0; i < 200; i++)
                zstd.Write(random);
            zstd.Write(Encoding.UTF8.GetBytes("\"}\n" + Shard.Line(2) + "\n"));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = Shard.Extract(folder, path, new ExtractionOptions { MaxRatio = 100_000 });
        Assert.Equal((ExtractionStatus.Complete, 2L, 2L), (result.Status, result.Tracks, result.RefusedLines));
        Assert.Equal([RefusalReason.TooDeep, RefusalReason.LineTooLong], result.RefusedBy.Keys);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L * 1024 * 1024);
    }

    private static (ExtractionStatus Status, ShardFault Fault) StatusOf(ExtractionResult result) => (result.Status, result.Fault);

    private ExtractionResult Extract(byte[] file, ExtractionOptions? options = null) =>
        Shard.Extract(folder, Shard.Write(folder, "00.jsonl.zst", file), options);
}
