namespace SpotifyPlatform.Lake.Weekly;

/// <summary>One run: what its steps share. Progress is reported with the step's name.</summary>
internal sealed class WeeklyRun(LakeTarget target, string? bucket, string outputFolder, LakeMetrics metrics, TimeProvider clock, IProgress<string>? progress, CancellationToken stop)
    : IProgress<string>
{
    private string step = "";

    public LakeTarget Target { get; } = target;

    public string? Bucket { get; } = bucket;

    public string OutputFolder { get; } = outputFolder;

    public CancellationToken Stop { get; } = stop;

    public void Report(string value) => progress?.Report($"{step}: {value}");

    /// <exception cref="WeeklyStepException">The step failed.</exception>
    public async Task StepAsync(string name, Func<Task> run)
    {
        step = name;
        var start = clock.GetTimestamp();
        try
        {
            await run().ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !Stop.IsCancellationRequested)
        {
            metrics.Ran(name, clock.GetElapsedTime(start), ex);
            throw new WeeklyStepException(name, ex);
        }

        metrics.Ran(name, clock.GetElapsedTime(start), failure: null);
        Report("done");
    }
}

/// <summary>A step of the weekly enrichment failed, with the exception of the step as inner exception.</summary>
internal sealed class WeeklyStepException(string step, Exception innerException)
    : Exception($"The weekly enrichment stopped at {step}: {innerException.Message}", innerException)
{
    public string Step { get; } = step;
}
