using Grpc.Core;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Engines.IntegrationTests;

/// <summary>A table of a file's letters.</summary>
internal sealed class Letters(InputFiles files, ILocalArtifacts artifacts) : IDerivedTable
{
    public string Name => "letters";

    public async Task<WantedTable> WantAsync(CancellationToken cancellationToken) => await files.FindAsync("letters", cancellationToken) is { } file
        ? WantedTable.Of(
            new TablePlan { Table = Name, KeyBytes = 1, MappingVersion = 1, Rules = [], Inputs = new() { ["letters"] = file.File.Sha256 } },
            new() { ["letters"] = file.Revision }, 0)
        : WantedTable.WaitFor("No letters yet.");

    public async Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        using var local = await artifacts.FetchAsync((await files.FindAsync("letters", cancellationToken))!.File, cancellationToken);
        var text = await File.ReadAllTextAsync(local.Path, cancellationToken);
        for (var i = 0; i < text.Length; i++)
            writer.Add([(byte)i], [(byte)text[i]]);
    }
}

/// <summary>A table made of the table of letters.</summary>
internal sealed class Capitals(TableStore store) : IDerivedTable
{
    public string Name => "capitals";

    public async Task<WantedTable> WantAsync(CancellationToken cancellationToken) => await store.FindCurrentAsync("letters", cancellationToken) is { } letters
        ? WantedTable.Of(
            new TablePlan { Table = Name, KeyBytes = 1, MappingVersion = 1, Rules = [], Inputs = new() { ["letters"] = letters.ContentSha256 } },
            new() { ["letters"] = letters.Number }, 0)
        : WantedTable.WaitFor("No letters yet.");

    public async Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        using var letters = await store.OpenContentAsync("letters", plan.Inputs["letters"], cancellationToken);
        using var each = letters.Scan();
        while (each.MoveNext())
            writer.Add(each.Key, [(byte)char.ToUpperInvariant((char)each.Value[0])]);
    }
}

/// <summary>Answers from the table of capitals.</summary>
internal sealed class CapitalLookup(CurrentTables tables, ILogger<CapitalLookup> logger) : LookupService.LookupServiceBase
{
    public const string Warning = "A capital was asked for.";

    public override async Task<GetTrackResponse> GetTrack(GetTrackRequest request, ServerCallContext context)
    {
        logger.Log(LogLevel.Warning, default, Warning, null, (text, _) => text);
        var capital = await tables.Of("capitals").ReadAsync(
            table => table!.TryFind<char>([0], value => (char)value[0], out var first) ? $"{first}" : "", context.CancellationToken);
        return new() { Track = new() { Name = capital } };
    }
}
