using Google.Protobuf;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Admission;
using SpotifyPlatform.LookupGateway.Api;

namespace SpotifyPlatform.LookupGateway.Json;

/// <summary>The read API over HTTP: the same messages in proto3 JSON, with the field names of the protos.</summary>
public static class LookupEndpoints
{
    /// <summary>Formats a message as the endpoints do. Default values are written, except for fields with presence.</summary>
    public static readonly JsonFormatter Formatter =
        new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithPreserveProtoFieldNames(true));

    internal static void MapLookup(this IEndpointRouteBuilder routes)
    {
        var tracks = routes.MapGroup("/v1/tracks").AddEndpointFilter<ProblemFilter>().RequireRateLimiting(AdmissionPolicies.Read);
        tracks.MapGet("", async (string? ids, LookupApi api, CancellationToken stop) =>
            Json(await api.BatchGetTracksAsync(new BatchGetTracksRequest { Tracks = { Split(ids) } }, stop)));
        tracks.MapGet("{track}", async (string track, LookupApi api, CancellationToken stop) =>
            Json((await api.GetTrackAsync(new GetTrackRequest { Track = Unescape(track) }, stop)).Track));
        routes.MapGroup("/v1/artists").AddEndpointFilter<ProblemFilter>().RequireRateLimiting(AdmissionPolicies.Read)
            .MapGet("{artist}", async (string artist, LookupApi api, CancellationToken stop) =>
                Json((await api.GetArtistAsync(new GetArtistRequest { Artist = Unescape(artist) }, stop)).Artist));
        tracks.MapGet("{track}/features", async (string track, LookupApi api, CancellationToken stop) =>
            Json((await api.GetFeaturesAsync(new GetFeaturesRequest { Track = Unescape(track) }, stop)).Features));
        tracks.MapGet("{track}/analysis", async (string track, LookupApi api, CancellationToken stop) =>
            Json((await api.GetAnalysisAsync(new GetAnalysisRequest { Track = Unescape(track) }, stop)).Analysis));
        tracks.MapGet("{track}/similar", async (string track, HttpRequest request, LookupApi api, CancellationToken stop) =>
            Json(await api.FindSimilarAsync(SimilarParameters.Read(Unescape(track), Parameters(request)), stop))).RequireRateLimiting(AdmissionPolicies.Search);
        tracks.MapGet("{track}/cooccurring", async (string track, int? limit, LookupApi api, CancellationToken stop) =>
            Json(await api.FindCooccurringAsync(new FindCooccurringRequest { Track = Unescape(track), Limit = limit ?? 0 }, stop)));
    }

    private static IResult Json(IMessage message) => Results.Content(Formatter.Format(message), "application/json");

    /// <summary>A link in the path arrives with its slashes still encoded: the server decodes everything in a segment but <c>%2F</c>.</summary>
    private static string Unescape(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<KeyValuePair<string, string>> Parameters(HttpRequest request) =>
        from parameter in request.Query
        from text in parameter.Value
        select KeyValuePair.Create(parameter.Key, text ?? "");

    private static string[] Split(string? ids) => (ids ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
