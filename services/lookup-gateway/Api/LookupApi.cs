using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.LookupGateway.Similar;

namespace SpotifyPlatform.LookupGateway.Api;

/// <summary>The read API on protobuf messages. gRPC, JSON and the command line all call it.</summary>
public sealed class LookupApi(TrackLookup lookup, ArtistLookup artists, SimilarLookup similar)
{
    private const string NoneInstead = "Its record in the data set is larger than an answer may be: ask the operator.";
    private const string FewerTracks = "Ask for fewer tracks.";
    private const string LowerLimit = "Ask with a lower limit.";

    /// <summary>Tracks of a batch that are read at once: what they hold together is known before the next ones are read.</summary>
    private const int ReadAtOnce = 10;

    public async Task<GetTrackResponse> GetTrackAsync(GetTrackRequest request, CancellationToken cancellationToken)
    {
        var track = (await lookup.GetTrackAsync(request.Track, cancellationToken).ConfigureAwait(false)).ToProto();
        return Limits.Answer(new GetTrackResponse { Track = track }, Math.Max(track.Genres.Count, track.Artists.Count), NoneInstead);
    }

    public async Task<BatchGetTracksResponse> BatchGetTracksAsync(BatchGetTracksRequest request, CancellationToken cancellationToken)
    {
        var answer = new BatchGetTracksResponse();
        foreach (var names in Limits.Batch(request.Tracks, "tracks").Chunk(ReadAtOnce))
        {
            var (tracks, unknown) = await lookup.BatchGetAsync(names, cancellationToken).ConfigureAwait(false);
            answer.Tracks.AddRange(tracks.Select(track => track.ToProto()));
            answer.Unknown.AddRange(unknown);
            Limits.Answer(answer, answer.Tracks.Select(track => Math.Max(track.Genres.Count, track.Artists.Count)).DefaultIfEmpty().Max(), FewerTracks);
        }

        return answer;
    }

    public async Task<GetArtistResponse> GetArtistAsync(GetArtistRequest request, CancellationToken cancellationToken)
    {
        var artist = (await artists.GetAsync(request.Artist, cancellationToken).ConfigureAwait(false)).ToProto();
        return Limits.Answer(new GetArtistResponse { Artist = artist }, Math.Max(artist.Genres.Count, artist.Images.Count), NoneInstead);
    }

    public async Task<GetFeaturesResponse> GetFeaturesAsync(GetFeaturesRequest request, CancellationToken cancellationToken) =>
        new() { Features = (await lookup.GetFeaturesAsync(request.Track, cancellationToken).ConfigureAwait(false)).ToProto() };

    public async Task<GetAnalysisResponse> GetAnalysisAsync(GetAnalysisRequest request, CancellationToken cancellationToken)
    {
        var analysis = (await lookup.GetAnalysisAsync(request.Track, cancellationToken).ConfigureAwait(false)).ToProto();
        return Limits.Answer(new GetAnalysisResponse { Analysis = analysis }, analysis.Sections.Count, NoneInstead);
    }

    public async Task<FindSimilarResponse> FindSimilarAsync(FindSimilarRequest request, CancellationToken cancellationToken) =>
        Limits.Answer((await similar.FindAsync(request.ToQuery(), cancellationToken).ConfigureAwait(false)).ToProto(), rows: 0, LowerLimit);

    public async Task<FindCooccurringResponse> FindCooccurringAsync(FindCooccurringRequest request, CancellationToken cancellationToken) => Limits.Answer(
        (await lookup.FindCooccurringAsync(request.Track, Limits.Results(request.Limit), cancellationToken).ConfigureAwait(false)).ToProto(), rows: 0, LowerLimit);

    public async Task<GetPairResponse> GetPairAsync(GetPairRequest request, CancellationToken cancellationToken) =>
        new() { Pair = (await lookup.GetPairAsync(request.TrackA, request.TrackB, cancellationToken).ConfigureAwait(false)).ToProto() };

    public async Task<BatchGetPairsResponse> BatchGetPairsAsync(BatchGetPairsRequest request, CancellationToken cancellationToken)
    {
        var answer = new BatchGetPairsResponse();
        foreach (var pair in Limits.Batch(request.Pairs, "pairs"))
            if (await lookup.FindPairAsync(pair.TrackA, pair.TrackB, cancellationToken).ConfigureAwait(false) is { } found)
                answer.Pairs.Add(found.ToProto());
        return answer;
    }

    public async Task<CountPairsResponse> CountPairsAsync(CountPairsRequest request, CancellationToken cancellationToken) =>
        new() { Pairs = await lookup.CountPairsAsync(cancellationToken).ConfigureAwait(false) };
}
