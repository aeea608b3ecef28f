using System.Text;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.ShardExtractor.Tests.Support;

namespace SpotifyPlatform.ShardExtractor.Tests.Extraction;

public sealed class FolderExtractionTests : IDisposable
{
    private static readonly string[] Names = ["00", "0a", "0A", "1Z", "7N", "3b"];

    private readonly Folder folder = new();

    public FolderExtractionTests()
    {
        Directory.CreateDirectory(Input);
        foreach (var name in Names)
            Shard.Write(folder, $"in/{name}.jsonl.zst", string.Concat(Enumerable.Range(0, 200).Select(n => Shard.Line(n, name) + "\n")));
    }

    private string Input => Path.Combine(folder.Root, "in");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(0)]
    public async Task RunAsync_AnyNumberOfWorkers_GivesTheSameTree(int workers)
    {
        await Run(workers);
        var tree = folder.Tree();
        Directory.Delete(folder.Out, recursive: true);
        await Run(2);
        Assert.Equal(tree, folder.Tree());
        Assert.Equal(2 + (Names.Length * 3) - 1, tree.Count);
    }

    [Fact]
    public async Task RunAsync_OneShardOnThreads_GivesTheSameRows()
    {
        var direct = new ShardExtraction(folder.Out).Extract(FolderExtraction.Find(Input)[0]);
        Directory.Delete(folder.Out, recursive: true);
        var threaded = new ShardExtraction(folder.Out).Extract(FolderExtraction.Find(Input)[0], threaded: true);
        Assert.Equal(direct.Outputs, threaded.Outputs);
        Assert.Equal(direct.InputSha256, threaded.InputSha256);
        Assert.Equal(1, (await new FolderExtraction(folder.Out).RunAsync([FolderExtraction.Find(Input)[0]])).Count(result => result.AlreadyDone));
    }

    [Fact]
    public async Task RunAsync_ManagedDecoder_GivesTheSameTree()
    {
        await Run(0);
        var tree = folder.Tree();
        Directory.Delete(folder.Out, recursive: true);
        await new FolderExtraction(folder.Out, new ExtractionOptions { UseLibzstd = false }).RunAsync(FolderExtraction.Find(Input));
        Assert.Equal(tree, folder.Tree());
    }

    [Fact]
    public async Task RunAsync_AfterAKilledRun_TakesItsLeftoversOver()
    {
        await Run(0);
        var tree = folder.Tree();
        // As a run killed between two renames leaves it: no ledger entry, a new file here, a partial one there.
        File.Delete(folder.InOut("ledger/00.json"));
        File.WriteAllText(folder.InOut("tracks/.00_tracks.ndjson.partial"), "half a row");
        File.WriteAllText(folder.InOut("ledger/.0a.json.partial"), "{");
        File.Delete(folder.InOut("sections/00_sections.ndjson"));
        File.WriteAllText(folder.InOut("processed_files.txt"), "7N.jsonl.zst\n");
        await Run(0);
        Assert.Equal(tree, folder.Tree());
    }

    [Fact]
    public async Task RunAsync_UnreadableLedgerEntry_ExtractsAgain()
    {
        await Run(0);
        var tree = folder.Tree();
        File.WriteAllText(folder.InOut("ledger/0a.json"), "{\"source_file\":");
        var results = await Run(0);
        Assert.Equal(5, results.Count(result => result.AlreadyDone));
        Assert.Equal(tree, folder.Tree());
    }

    [Fact]
    public async Task Outdated_EntryOfAnOlderExtractor_IsListedAndRunAgain()
    {
        await Run(0);
        var path = folder.InOut("ledger/0a.json");
        var entry = Encoding.UTF8.GetString(SealedJson.Open(File.ReadAllBytes(path)));
        File.WriteAllBytes(path, SealedJson.Seal(Encoding.UTF8.GetBytes(entry.Replace($"\"extractor_version\": {ShardExtraction.ExtractorVersion}", "\"extractor_version\": 0", StringComparison.Ordinal))));
        var extraction = new FolderExtraction(folder.Out);
        Assert.Equal("0a.jsonl.zst", Assert.Single(extraction.Outdated()).SourceFile);
        var again = await extraction.RunAsync(FolderExtraction.Find(Input));
        Assert.Equal("0a", Assert.Single(again, result => !result.AlreadyDone).Shard);
        Assert.Empty(extraction.Outdated());
    }

    [Fact]
    public async Task Verify_ChangedAndMissingOutputs_AreFound()
    {
        await Run(0);
        var extraction = new FolderExtraction(folder.Out);
        Assert.Empty(extraction.Verify());
        var tracks = folder.InOut("tracks/00_tracks.ndjson");
        File.WriteAllText(tracks, File.ReadAllText(tracks).Replace('9', '8'));
        File.Delete(folder.InOut("sections/0_A_sections.ndjson"));
        Assert.Equal(["sections/0_A_sections.ndjson", "tracks/00_tracks.ndjson"], extraction.Verify().Select(finding => finding.Path).Order());
    }

    [Theory]
    [InlineData(Compression.Gzip, ".gz")]
    [InlineData(Compression.Zstd, ".zst")]
    public async Task RunAsync_Compressed_WritesTheSameRowsAndReplacesThePlainFiles(Compression compression, string extension)
    {
        await Run(0);
        var plain = File.ReadAllBytes(folder.InOut("tracks/0_A_tracks.ndjson"));
        var extraction = new FolderExtraction(folder.Out, new ExtractionOptions { Compression = compression });
        await extraction.RunAsync(FolderExtraction.Find(Input));
        using var file = File.OpenRead(folder.InOut("tracks/0_A_tracks.ndjson" + extension));
        using Stream rows = compression == Compression.Zstd
            ? ZstdStreams.Decompress(file)
            : new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress);
        using var read = new MemoryStream();
        await rows.CopyToAsync(read);
        Assert.Equal(plain, read.ToArray());
        Assert.False(File.Exists(folder.InOut("tracks/0_A_tracks.ndjson")));
        Assert.Empty(extraction.Verify());
    }

    [Fact]
    public async Task RunAsync_Cancelled_LeavesNoPartialFile()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new FolderExtraction(folder.Out).RunAsync(FolderExtraction.Find(Input), cancellation: cancellation.Token));
        Assert.DoesNotContain(folder.Tree(), file => file.Path.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_Progress_EndsAtTheWholeFile()
    {
        var last = new Dictionary<string, ExtractionProgress>();
        await new FolderExtraction(folder.Out, new ExtractionOptions { Workers = 1 }).RunAsync(FolderExtraction.Find(Input), new Progress(last));
        Assert.All(Names, name => Assert.Equal((200L, 400L), (last[$"{name}.jsonl.zst"].Tracks, last[$"{name}.jsonl.zst"].Sections)));
        Assert.All(last.Values, progress => Assert.Equal(progress.TotalBytes, progress.BytesRead));
    }

    private Task<IReadOnlyList<ExtractionResult>> Run(int workers) =>
        new FolderExtraction(folder.Out, new ExtractionOptions { Workers = workers }).RunAsync(FolderExtraction.Find(Input));

    private sealed class Progress(Dictionary<string, ExtractionProgress> last) : IProgress<ExtractionProgress>
    {
        public void Report(ExtractionProgress value) => last[value.SourceFile] = value;
    }
}
