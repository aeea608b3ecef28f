using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Platform.Verification.Source;
using SpotifyPlatform.Storage;
using TableStore = SpotifyPlatform.Tables.TableStore;

namespace SpotifyPlatform.Platform.Importing;

/// <summary>Imports a data set in nine steps. Run again after it was stopped or killed, it goes on where it was.</summary>
internal sealed class ImportRun(DataFolder data, DirectoryInfo input, VerifyScope scope, long memoryBytes, ExpectedCounts expected, ProgressLine line)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly ImportLedger ledger = new(data.Import);

    public IReadOnlyCollection<StepProgress> Steps => ledger.Steps;

    /// <summary>The comparison with the source; null where the import was stopped before.</summary>
    public SourceReport? Report { get; private set; }

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var listing = new FolderSource(input.FullName).List();
        if (listing.Files.Count == 0)
        {
            ledger.Put(new StepProgress(ImportStep.Download, StepState.Failed, Counts(("files", 0)), listing.ExplainNothingFound(input.FullName)));
            return ExitCode.Failed;
        }

        // A folder needs no download; its files are hashed when they are taken.
        ledger.Put(new StepProgress(ImportStep.Download, StepState.Done, Counts(("files", listing.Files.Count), ("bytes", listing.Files.Sum(file => file.Length)))));
        var good = Validate(listing.Files, cancellationToken);
        var exitCode = await RunPipelineAsync(listing.Files, cancellationToken);
        if (exitCode is not (ExitCode.Done or ExitCode.DoneWithRefusals))
            return exitCode;
        await IndexAsync(cancellationToken);
        await VerifyAsync(cancellationToken);
        return Report?.Differences > 0 ? ExitCode.Failed : good ? exitCode : ExitCode.DoneWithRefusals;
    }

    private bool Validate(IReadOnlyList<FoundFile> files, CancellationToken cancellationToken)
    {
        var of = Hash(files.Select(file => $"{file.Name} {file.Length} {file.ModifiedTicks}"));
        if (ledger.IsDone(ImportStep.Validate, of))
            return true;
        line.Show("validate: looks into each file");
        var check = new SpotCheck(files);
        var problems = check.Run(cancellationToken);
        foreach (var problem in problems)
            Console.Error.WriteLine(problem);
        ledger.Put(new StepProgress(
            ImportStep.Validate, problems.Count == 0 ? StepState.Done : StepState.Incomplete,
            Counts(("files", files.Count), ("rows looked at", check.Rows), ("lines looked at", check.ShardLines), ("problems", problems.Count)), problems.Count == 0 ? null : string.Join(' ', problems))
        {
            Of = of,
        });
        return problems.Count == 0;
    }

    /// <summary>Transform, cross-reference, vectorize, upload and mine: what the pipeline does by itself.</summary>
    private async Task<int> RunPipelineAsync(IReadOnlyList<FoundFile> files, CancellationToken cancellationToken)
    {
        await using var app = PlatformHost.Build(data, input.FullName, 0, 0, requireInput: true);
        var monitor = await PipelineMonitor.BeginAsync(app.Services, new PipelineInput(input.FullName, data.Extract), line, cancellationToken);
        var steps = new PipelineSteps(app.Services, files.Count(file => file.Kind == ContentKind.AnalysisShard));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = Task.CompletedTask;
        var run = await PipelineRun.RunAsync(app, monitor, line, untilIdle: true, () => watching = WatchAsync(steps, ended.Token), cancellationToken);
        await ended.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var step in await steps.ReadAsync(isIdle: run.Outcome is not null, CancellationToken.None))
            ledger.Put(step);
        return run.ExitCode;
    }

    private async Task WatchAsync(PipelineSteps steps, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var step in await steps.ReadAsync(isIdle: false, cancellationToken))
                ledger.Put(step);
            line.Show(ImportListing.Line(ledger.Steps));
            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Opens the vector index, as a reader of the table or in another process, and counts what it finds.</summary>
    private async Task IndexAsync(CancellationToken cancellationToken)
    {
        await using var services = PlatformHost.Lookup(data);
        var index = services.GetRequiredService<IVectorIndex>();
        await index.RefreshAsync(cancellationToken);
        var points = await index.CountAsync(cancellationToken);
        var vectors = await services.GetRequiredService<TableStore>().FindCurrentAsync(Vectors.VectorTable.Name, cancellationToken) is { } pointer
            ? (await services.GetRequiredService<TableStore>().ReadAsync(Vectors.VectorTable.Name, pointer.Id, cancellationToken)).Counts[Vectors.VectorTable.Vectors]
            : 0;
        var isWhole = vectors > 0 && points >= vectors;
        ledger.Put(new StepProgress(
            ImportStep.Index, isWhole ? StepState.Done : StepState.Incomplete, Counts(("vectors", vectors), ("points", points)),
            isWhole ? null : vectors == 0 ? "There are no vectors." : "The index lacks vectors: platform reindex"));
    }

    private async Task VerifyAsync(CancellationToken cancellationToken)
    {
        ledger.Put(new StepProgress(ImportStep.Verify, StepState.Running, Counts()));
        await using var services = PlatformHost.Reading(data, input.FullName);
        Report = await new SourceVerification(services, data, input, scope, memoryBytes, line.For<string>(text => $"verify: {text}")).RunAsync(expected, cancellationToken);
        ledger.Put(new StepProgress(
            ImportStep.Verify, Report.Differences == 0 ? StepState.Done : StepState.Failed,
            Counts(("compared", Report.Checks.Sum(check => check.Compared)), ("differences", Report.Differences)), Report.Differences == 0 ? null : "The import differs from its source."));
    }

    private static string Hash(IEnumerable<string> parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));

    private static SortedDictionary<string, long> Counts(params (string Name, long Count)[] counts) =>
        new(counts.ToDictionary(count => count.Name, count => count.Count), StringComparer.Ordinal);
}
