using System.Collections.Concurrent;
using SpotifyPlatform.ShardExtractor.Extraction.Output;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>Extracts a folder of shards into one output folder, one worker per core; lists and verifies the outputs.</summary>
public sealed class FolderExtraction
{
    private readonly ExtractionOptions options;
    private readonly ShardExtraction shards;
    private readonly LedgerFolder ledger;

    /// <param name="outputFolder">Created when absent.</param>
    /// <param name="options">Limits and settings; the defaults when null.</param>
    /// <param name="time">Used for progress rates only.</param>
    public FolderExtraction(string outputFolder, ExtractionOptions? options = null, TimeProvider? time = null)
    {
        this.options = options ?? new ExtractionOptions();
        shards = new ShardExtraction(outputFolder, this.options, time);
        ledger = new LedgerFolder(shards.OutputFolder);
    }

    /// <summary>The shards of a folder (<c>*.jsonl.zst</c>), or the one file that is named.</summary>
    public static IReadOnlyList<ShardInput> Find(string fileOrFolder) => Directory.Exists(fileOrFolder)
        ? [.. Directory.EnumerateFiles(fileOrFolder, "*.jsonl.zst").Order(StringComparer.Ordinal).Select(path => new ShardInput(path))]
        : [new ShardInput(fileOrFolder)];

    /// <summary>Removes temporary files of killed runs and writes <c>processed_files.txt</c> from the ledger. Called at the start of each run.</summary>
    public void Reconcile()
    {
        if (!Directory.Exists(shards.OutputFolder))
            return;
        OutputLock.RemoveStale(shards.OutputFolder);
        ledger.WriteProcessedFiles();
    }

    /// <summary>Extracts the shards that are not in the ledger. Results are in the order of the inputs.</summary>
    /// <exception cref="IOException">An input cannot be read, or an output not written; other shards are finished first.</exception>
    public async Task<IReadOnlyList<ExtractionResult>> RunAsync(
        IReadOnlyList<ShardInput> inputs, IProgress<ExtractionProgress>? progress = null, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(shards.OutputFolder);
        Reconcile();
        var workers = options.Workers > 0 ? options.Workers : Environment.ProcessorCount;
        var waiting = new ConcurrentQueue<int>(Enumerable.Range(0, inputs.Count));
        var results = new ExtractionResult[inputs.Count];
        // A shard gets threads of its own only where cores would be idle.
        var threaded = options.Workers == 0 && inputs.Count < workers;

        void Work()
        {
            while (!cancellation.IsCancellationRequested && waiting.TryDequeue(out var i))
                results[i] = shards.Extract(inputs[i], progress, threaded, cancellation: cancellation);
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Min(workers, inputs.Count)).Select(_ =>
            Task.Factory.StartNew(Work, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default))).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return results;
    }

    /// <summary>All ledger entries.</summary>
    public IReadOnlyList<ExtractionResult> Entries() => ledger.All();

    /// <summary>Shards extracted by an older version; extracting them again replaces their rows.</summary>
    public IReadOnlyList<ExtractionResult> Outdated() =>
        [.. ledger.All().Where(entry => entry.ExtractorVersion < ShardExtraction.ExtractorVersion)];

    /// <summary>Hashes every output again and compares it with the ledger.</summary>
    /// <returns>One finding per file that is missing or differs, and per entry that cannot be read.</returns>
    public IReadOnlyList<VerifyFinding> Verify(CancellationToken cancellation = default) =>
    [
        .. ledger.Unreadable().Select(path => new VerifyFinding(path, path, "The ledger entry does not have its hash.")),
        .. OutputVerifier.Verify(shards.OutputFolder, ledger.All(), cancellation),
    ];
}
