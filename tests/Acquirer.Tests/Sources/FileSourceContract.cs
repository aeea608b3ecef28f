using SpotifyPlatform.Acquirer.Sources;

namespace SpotifyPlatform.Acquirer.Tests.Sources;

/// <summary>What every source of files does.</summary>
public abstract class FileSourceContract : IDisposable
{
    protected static readonly CancellationToken None = CancellationToken.None;

    protected TemporaryFolder Root { get; } = new();

    protected string Target => Root.File("target");

    /// <summary>Puts files into the source, which has no others.</summary>
    protected abstract Task PutAsync(IReadOnlyDictionary<string, byte[]> files);

    /// <summary>The source as a new process opens it.</summary>
    internal abstract IFileSource Open();

    [Fact]
    public async Task List_Files_HaveNamesAndLengths()
    {
        await PutSampleAsync();

        var files = await Open().ListAsync(None);

        Assert.Equal([("set/0A.jsonl.zst", 3_000_000L), ("set/0a.jsonl.zst", 70_000L), ("set/sub/x.sqlite3", 1L)], files.Select(file => (file.Name, file.Length)));
    }

    [Fact]
    public async Task Fetch_Files_BringsTheirBytesAndNoOthers()
    {
        var sample = await PutSampleAsync();
        var (source, counted) = (Open(), new Counter());
        var wanted = (await source.ListAsync(None)).Where(file => !file.Name.EndsWith("0a.jsonl.zst", StringComparison.Ordinal)).Select(Want).ToList();

        Assert.Empty(await source.FetchAsync(wanted, counted, None));

        Assert.Equal(wanted.Select(file => file.Path).Order(), FilesOnDisk());
        Assert.All(wanted, file => Assert.Equal(sample[file.File.Name], File.ReadAllBytes(file.Path)));
        Assert.True(counted.Bytes >= 3_000_001);
    }

    [Fact]
    public async Task Fetch_StoppedAndGoneOnWith_BringsTheSameBytes()
    {
        var sample = await PutSampleAsync();
        for (var round = 0; round < 3; round++)
        {
            using var stop = new CancellationTokenSource();
            try
            {
                var source = Open();
                await source.FetchAsync([.. (await source.ListAsync(None)).Select(Want)], new Counter(bytes => { if (bytes > 1_000_000) stop.Cancel(); }), stop.Token);
            }
            catch (OperationCanceledException)
            {
            }
        }

        var again = Open();
        Assert.Empty(await again.FetchAsync([.. (await again.ListAsync(None)).Select(Want)], new Counter(), None));

        Assert.Equal(3, FilesOnDisk().Count);
        Assert.All(sample, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(Target, file.Key))));
    }

    [Fact]
    public async Task Fetch_AFileThatItDoesNotHave_IsAFailureAndNoFile()
    {
        await PutSampleAsync();
        var source = Open();
        var files = await source.ListAsync(None);

        var failure = Assert.Single(await source.FetchAsync([Want(new SourceFile("set/gone.jsonl.zst", 5, "1")), Want(files[^1])], new Counter(), None));

        Assert.Equal("set/gone.jsonl.zst", failure.Name);
        Assert.Equal([Path.Combine(Target, files[^1].Name)], FilesOnDisk());
    }

    public virtual void Dispose()
    {
        Root.Dispose();
        GC.SuppressFinalize(this);
    }

    internal WantedFile Want(SourceFile file) => new(file, Path.Combine(Target, file.Name));

    internal List<string> FilesOnDisk() => Directory.Exists(Target) ? [.. Directory.EnumerateFiles(Target, "*", SearchOption.AllDirectories).Where(path => !path.Contains("/.acquire/", StringComparison.Ordinal)).Order()] : [];

    protected static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    protected async Task<Dictionary<string, byte[]>> PutSampleAsync()
    {
        Dictionary<string, byte[]> sample = new() { ["set/0A.jsonl.zst"] = Bytes(1, 3_000_000), ["set/0a.jsonl.zst"] = Bytes(2, 70_000), ["set/sub/x.sqlite3"] = [7] };
        await PutAsync(sample);
        return sample;
    }

    internal sealed class Counter(Action<long>? onBytes = null) : IProgress<long>
    {
        public long Bytes { get; private set; }

        public void Report(long value)
        {
            Bytes += value;
            onBytes?.Invoke(Bytes);
        }
    }
}
