using Google.Protobuf;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.LookupGateway.Api;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Faults;

/// <summary>Questions that read every table, and their answers.</summary>
internal sealed class Questions(LookupApi lookup, TablesApi tables, IReadOnlyList<string> tracks)
{
    private const int MaxResults = 100;

    /// <summary>The answer to each question, or the error in its place.</summary>
    public async Task<IReadOnlyDictionary<string, object>> AskAsync()
    {
        var answers = new Dictionary<string, object>();
        foreach (var track in tracks)
        {
            await AskAsync($"track {track}", () => lookup.GetTrackAsync(new GetTrackRequest { Track = track }, default));
            await AskAsync($"features {track}", () => lookup.GetFeaturesAsync(new GetFeaturesRequest { Track = track }, default));
            await AskAsync($"analysis {track}", () => lookup.GetAnalysisAsync(new GetAnalysisRequest { Track = track }, default));
            await AskAsync($"pairs {track}", () => lookup.FindCooccurringAsync(new FindCooccurringRequest { Track = track, Limit = MaxResults }, default));
            await AskAsync($"similar {track}", () => lookup.FindSimilarAsync(new FindSimilarRequest { Track = track, Limit = 20 }, default));
            await AskAsync($"explained {track}", () => lookup.FindSimilarAsync(new FindSimilarRequest { Track = track, Limit = 20, Explain = true }, default));
        }

        await AskAsync("batch", () => lookup.BatchGetTracksAsync(new BatchGetTracksRequest { Tracks = { tracks } }, default));
        await AskAsync("count", () => lookup.CountPairsAsync(new CountPairsRequest(), default));
        foreach (var table in (await tables.ListAsync(default)).Tables)
            answers[$"table {table.Name}"] = table;
        return answers;

        async Task AskAsync<T>(string question, Func<Task<T>> ask)
            where T : IMessage
        {
            try
            {
                answers[question] = await ask();
            }
#pragma warning disable CA1031 // Which errors are right is what the tests look at.
            catch (Exception ex)
#pragma warning restore CA1031
            {
                answers[question] = ex;
            }
        }
    }

    /// <summary>Answers that are neither the expected ones nor a reason that names what is wrong.</summary>
    public static IReadOnlyList<string> Wrong(IReadOnlyDictionary<string, object> expected, IReadOnlyDictionary<string, object> found) =>
        [.. expected.Keys.Union(found.Keys).Where(question => !IsRight(expected.GetValueOrDefault(question), found.GetValueOrDefault(question))).Select(question => $"{question}: {found.GetValueOrDefault(question)}")];

    private static bool IsRight(object? expected, object? found) => (expected, found) switch
    {
        (Exception right, Exception same) when right.GetType() == same.GetType() => right.Message == same.Message,
        (_, InvalidDataException damage) => damage.Message.Contains("platform repair", StringComparison.Ordinal),
        (_, TableSummary { State: "damaged" } table) => table.Detail.Length > 0,
        // The record of an input is gone: the detail names it, and what is current stays.
        (TableSummary right, TableSummary { State: "stale" } table) => table.Detail.Length > 0 && Equals(right.Current, table.Current),
        _ => Equals(expected, found),
    };
}
