using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.ShardExtractor.Tests.Support;

namespace SpotifyPlatform.ShardExtractor.Tests.Extraction;

public sealed class ShardExtractionTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Extract_WholeShard_WritesRowsLedgerAndProcessedFile()
    {
        var result = Shard.ExtractText(folder, $"{Shard.Line(1)}\n{Shard.Line(2)}\n");

        Assert.Equal(ExtractionStatus.Complete, result.Status);
        Assert.Equal((2, 4, 0), (result.Tracks, result.Sections, result.RefusedLines));
        Assert.Equal(Shard.TrackRow(1) + Shard.TrackRow(2), folder.Text("tracks/00_tracks.ndjson"));
        Assert.Equal(
            Shard.SectionRow(1, 0, 0) + Shard.SectionRow(1, 1, 8) + Shard.SectionRow(2, 0, 0) + Shard.SectionRow(2, 1, 8),
            folder.Text("sections/00_sections.ndjson"));
        Assert.Equal("00.jsonl.zst\n", folder.Text("processed_files.txt"));
        Assert.Equal(["ledger/00.json", "processed_files.txt", "sections/00_sections.ndjson", "tracks/00_tracks.ndjson"],
            folder.Tree().Select(file => file.Path));
        foreach (var output in result.Outputs)
        {
            var bytes = File.ReadAllBytes(folder.InOut(output.Path));
            Assert.Equal((bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (output.Length, output.Sha256));
            Assert.Equal(bytes.Count(b => b == '\n'), output.Rows);
        }
    }

    [Fact]
    public void Extract_BrokenLine_KeepsTheGoodOnesAndRecordsIt()
    {
        var broken = Shard.Line(2).Replace("\"beats\":[]", "\"beats\":[}", StringComparison.Ordinal);
        var result = Shard.ExtractText(folder, $"{Shard.Line(1)}\n{broken}\n{Shard.Line(3)}\n");

        Assert.Equal(ExtractionStatus.Complete, result.Status);
        Assert.Equal(Shard.TrackRow(1) + Shard.TrackRow(3), folder.Text("tracks/00_tracks.ndjson"));
        Assert.Equal(1, result.RefusedBy[RefusalReason.BracketMismatch]);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(broken)));
        var position = broken.IndexOf("[}", StringComparison.Ordinal) + 1;
        Assert.StartsWith(
            $$"""{"file":"00.jsonl.zst","line":2,"offset":{{Shard.Line(1).Length + 1}},"length":{{broken.Length}},"reason":"bracket_mismatch","position":{{position}},"sha256":"{{sha256}}","excerpt":""",
            folder.Text("quarantine/00.ndjson"), StringComparison.Ordinal);
        Assert.Equal("00.jsonl.zst\n", folder.Text("processed_files.txt"));
    }

    [Fact]
    public void Extract_TruncatedShard_WritesTheGoodLinesAndIsNotProcessed()
    {
        var packed = Shard.Pack(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3000).Select(n => Shard.Line(n) + "\n"))));
        var result = Shard.Extract(folder, Shard.Write(folder, "00.jsonl.zst", packed[..(packed.Length / 2)]));

        Assert.Equal((ExtractionStatus.Truncated, ShardFault.Truncated), (result.Status, result.Fault));
        Assert.InRange(result.Tracks, 100, 2999);
        Assert.Equal(1, result.RefusedBy[RefusalReason.CutOff]);
        Assert.Equal("", folder.Text("processed_files.txt"));
        Assert.StartsWith(Shard.TrackRow(0), folder.Text("tracks/00_tracks.ndjson"), StringComparison.Ordinal);
        Assert.Contains("inside a zstd frame", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extract_TrackWithMoreRowsThanATableHolds_RefusesItsLine()
    {
        // An empty section is a row of some 300 bytes.
        var sections = string.Join(',', Enumerable.Repeat("{}", 60_000));
        var large = Shard.Line(2).Replace($"[{Shard.Section(0)},{Shard.Section(8)}]", $"[{sections}]", StringComparison.Ordinal);
        var result = Shard.ExtractText(folder, $"{Shard.Line(1)}\n{large}\n", new ExtractionOptions { MaxSectionsPerTrack = 100_000 });

        Assert.Equal((1, 2), (result.Tracks, result.Sections));
        Assert.Equal(1, result.RefusedBy[RefusalReason.ValueTooLong]);
    }

    [Fact]
    public void Extract_OtherLimit_ExtractsAgain()
    {
        var path = Shard.Write(folder, "00.jsonl.zst", Shard.Line(1) + "\n");
        Shard.Extract(folder, path);
        Assert.False(Shard.Extract(folder, path, new ExtractionOptions { MaxSectionsPerTrack = 1 }).AlreadyDone);
        Assert.True(Shard.Extract(folder, path, new ExtractionOptions { MaxSectionsPerTrack = 1, MaxRefusedLines = 7 }).AlreadyDone);
    }

    [Fact]
    public void Extract_Again_ReadsNothingAndChangesNothing()
    {
        var path = Shard.Write(folder, "00.jsonl.zst", Shard.Line(1) + "\n");
        Shard.Extract(folder, path);
        var before = folder.Tree();
        var again = Shard.Extract(folder, path);
        Assert.True(again.AlreadyDone);
        Assert.Equal(before, folder.Tree());
    }

    [Fact]
    public async Task RunAsync_ShardsThatDifferByCaseAlone_StayApart()
    {
        Directory.CreateDirectory(Path.Combine(folder.Root, "in"));
        Shard.Write(folder, "in/0a.jsonl.zst", Shard.Line(1, "0a") + "\n");
        Shard.Write(folder, "in/0A.jsonl.zst", Shard.Line(1, "0A") + "\n");
        var extraction = new FolderExtraction(folder.Out);
        var results = await extraction.RunAsync(FolderExtraction.Find(Path.Combine(folder.Root, "in")));
        Assert.All(results, result => Assert.Equal(ExtractionStatus.Complete, result.Status));
        Assert.Equal(Shard.TrackRow(1, "0a"), folder.Text("tracks/0a_tracks.ndjson"));
        Assert.Equal(Shard.TrackRow(1, "0A"), folder.Text("tracks/0_A_tracks.ndjson"));
        Assert.Equal("0A.jsonl.zst\n0a.jsonl.zst\n", folder.Text("processed_files.txt"));
        Assert.Empty(extraction.Verify());
    }
}
