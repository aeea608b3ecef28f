using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Reports;

namespace SpotifyPlatform.LookupGateway.Api;

/// <summary>The state of the tables on protobuf messages. gRPC and the command line call it.</summary>
public sealed class TablesApi(TableReports reports)
{
    public async Task<ListTablesResponse> ListAsync(CancellationToken cancellationToken) =>
        new() { Tables = { (await reports.ListAsync(cancellationToken).ConfigureAwait(false)).Select(Summarize) } };

    private static TableSummary Summarize(TableReport report) => new()
    {
        Name = report.Name,
        State = report.State.ToString().ToLowerInvariant(),
        Detail = report.Detail ?? "",
        Current = report.Current is { } pointer ? Describe(pointer, report.Manifest) : null,
    };

    private static PublishedTable Describe(TableStore.TablePointer pointer, TableStore.Manifest? manifest)
    {
        var published = new PublishedTable
        {
            Generation = pointer.Id, Number = pointer.Number, PublishedMs = pointer.At.ToUnixTimeMilliseconds(), ContentSha256 = pointer.ContentSha256,
            Rows = manifest?.Rows ?? 0, Bytes = manifest?.Bytes ?? 0,
        };
        foreach (var (name, content) in manifest?.Plan.Inputs ?? [])
            published.Inputs.Add(name, content);
        return published;
    }
}
