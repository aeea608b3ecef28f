using SpotifyPlatform.Contracts.Status.V1;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Tables.Reports;
using PipelineProgress = SpotifyPlatform.PipelineStatus.PipelineProgress;

namespace SpotifyPlatform.Platform.Lookups;

/// <summary>What the pipeline has done and has left to do: of a data folder, or of a running platform.</summary>
/// <param name="Silent">Services that a running platform asked and that did not answer, one sentence each.</param>
internal sealed record StoreReport(PipelineProgress Progress, IReadOnlyList<string> Silent)
{
    /// <summary>The tables of a data folder; empty for a running platform that was asked.</summary>
    public IReadOnlyList<TableReport> Tables { get; private init; } = [];

    /// <summary>What of the tables needs a person, one sentence each.</summary>
    public IEnumerable<string> TableFaults =>
        Tables.Where(table => table.State is TableReportState.Refused or TableReportState.Damaged).Select(table => $"table {table.Name} is {table.State.ToString().ToLowerInvariant()}: {table.Detail}");

    /// <summary>What the tables lack of the databases and dumps, by table and reason; of a running platform without positions.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; private init; } = [];

    /// <summary>Reads a data folder, which does not disturb a running platform.</summary>
    public static async Task<StoreReport> ReadAsync(IServiceProvider services, DataFolder data, CancellationToken cancellationToken)
    {
        var reader = services.GetRequiredService<ServiceStatusReader>();
        // Opening the bus would create its file.
        var progress = File.Exists(data.Bus)
            ? await reader.ReadAsync(cancellationToken)
            : new PipelineProgress(await reader.ReadStagesAsync(cancellationToken), [], []);
        return new(progress, [])
        {
            Tables = await services.GetRequiredService<TableReports>().ListAsync(cancellationToken),
            LeftOut = await InputLosses.ReadAsync(services.GetRequiredService<LeftOutReports>(), cancellationToken),
        };
    }

    /// <summary>Asks the gateway of a running platform.</summary>
    /// <exception cref="CommandException">It does not answer.</exception>
    public static async Task<StoreReport> AskAsync(Uri address, CancellationToken cancellationToken)
    {
        using var gateway = new Gateway(address);
        var answer = await gateway.AskAsync(
            new PipelineStatusService.PipelineStatusServiceClient(gateway.Channel).GetPipelineStatusAsync, new GetPipelineStatusRequest(), cancellationToken);
        var progress = ProgressMapper.FromMessage(answer.Progress);
        return new(
            progress,
            [.. answer.Services.Where(service => service.Error.Length > 0).Select(service => $"{service.Name} at {service.Address} did not answer: {service.Error}")])
        {
            LeftOut = InputLosses.Of(progress),
        };
    }

    public IReadOnlyDictionary<string, long> Matches() => Progress.Stages
        .Where(stage => stage.Name.StartsWith(StageNames.MatchesPrefix, StringComparison.Ordinal))
        .GroupBy(stage => stage.Name[StageNames.MatchesPrefix.Length..])
        .OrderBy(method => method.Key, StringComparer.Ordinal)
        .ToDictionary(method => method.Key, method => method.Sum(stage => stage.Count));
}
