using Google.Protobuf;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Contract;

namespace SpotifyPlatform.LookupGateway.Json;

/// <summary>The read API over HTTP: the same messages in proto3 JSON, with the field names of the contract.</summary>
public static class LookupEndpoints
{
    /// <summary>Formats a message as the endpoints do: every field that has no presence is written, even at its default.</summary>
    public static readonly JsonFormatter Formatter =
        new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithPreserveProtoFieldNames(true));

    internal static void MapLookup(this IEndpointRouteBuilder routes)
    {
        var tracks = routes.MapGroup("/v1/tracks").AddEndpointFilter<ProblemFilter>();
        tracks.MapGet("", async (string? ids, Answering answering, CancellationToken stop) =>
            Json(await answering.BatchGetTracksAsync(new BatchGetTracksRequest { Tracks = { Split(ids) } }, stop)));
        tracks.MapGet("{track}", async (string track, Answering answering, CancellationToken stop) =>
            Json((await answering.GetTrackAsync(new GetTrackRequest { Track = track }, stop)).Track));
        tracks.MapGet("{track}/features", async (string track, Answering answering, CancellationToken stop) =>
            Json((await answering.GetFeaturesAsync(new GetFeaturesRequest { Track = track }, stop)).Features));
        tracks.MapGet("{track}/analysis", async (string track, Answering answering, CancellationToken stop) =>
            Json((await answering.GetAnalysisAsync(new GetAnalysisRequest { Track = track }, stop)).Analysis));
        tracks.MapGet("{track}/similar", async (string track, HttpRequest request, Answering answering, CancellationToken stop) =>
            Json(await answering.FindSimilarAsync(SimilarParameters.Read(track, Parameters(request)), stop)));
        tracks.MapGet("{track}/cooccurring", async (string track, int? limit, Answering answering, CancellationToken stop) =>
            Json(await answering.FindCooccurringAsync(new FindCooccurringRequest { Track = track, Limit = limit ?? 0 }, stop)));
    }

    private static IResult Json(IMessage message) => Results.Content(Formatter.Format(message), "application/json");

    private static IEnumerable<KeyValuePair<string, string>> Parameters(HttpRequest request) =>
        from parameter in request.Query
        from text in parameter.Value
        select KeyValuePair.Create(parameter.Key, text ?? "");

    private static string[] Split(string? ids) => (ids ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
