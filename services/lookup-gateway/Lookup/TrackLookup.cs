using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>
/// Looks up tracks in the stores. Names are resolved by <see cref="TrackResolver"/>, with its errors. Every answered track is recorded
/// as an access. Unknown ids are not recorded, so that a client cannot flood the log.
/// </summary>
public sealed class TrackLookup(
    TrackResolver resolver, EnrichedTracks catalogue, IFeatureStore features, IXrefStore xref, IPairStore pairs, IWarehouse warehouse,
    IAccessRecorder accesses)
{
    /// <exception cref="NotFoundException">The track is not in the catalogue.</exception>
    public async Task<TrackResult> GetTrackAsync(string? name, CancellationToken cancellationToken)
    {
        var id = await resolver.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        var answers = await GetTracksAsync([id], cancellationToken).ConfigureAwait(false);
        return answers.Count > 0 ? answers[0] : throw new NotFoundException($"Track {id} is not in the catalogue.");
    }

    /// <summary>Many tracks at once; names of unknown tracks are returned as given.</summary>
    public async Task<(IReadOnlyList<TrackResult> Tracks, IReadOnlyList<string> Unknown)> BatchGetAsync(
        IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var requested = new List<(string Name, TrackId? Id)>(names.Count);
        foreach (var name in names)
            requested.Add((name, await ResolveOrNullAsync(name, cancellationToken).ConfigureAwait(false)));
        var ids = requested.Where(r => r.Id is not null).Select(r => r.Id!.Value).Distinct().ToList();
        var known = (await GetTracksAsync(ids, cancellationToken).ConfigureAwait(false)).ToDictionary(answer => answer.Track.Id);
        return (
            requested.Where(r => r.Id is { } id && known.ContainsKey(id)).Select(r => known[r.Id!.Value]).ToList(),
            requested.Where(r => r.Id is not { } id || !known.ContainsKey(id)).Select(r => r.Name).ToList());
    }

    /// <exception cref="NotFoundException">The track has no audio features.</exception>
    public async Task<FeaturesResult> GetFeaturesAsync(string? name, CancellationToken cancellationToken)
    {
        var id = await resolver.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        var profile = (await features.GetAsync([id], cancellationToken).ConfigureAwait(false)).SingleOrDefault();
        if (profile?.Features is not { } found)
            throw new NotFoundException($"Track {id} has no audio features.");
        accesses.Record(id);
        var popularity = profile.Description?.KnownPopularity;
        return new FeaturesResult(id, found, FeatureVector.From(found, popularity), FeatureVector.Known(found, popularity))
        {
            Provenance = profile.Provenance, CachedAt = profile.CachedAt,
        };
    }

    /// <exception cref="NotFoundException">The track is in no loaded shard.</exception>
    public async Task<TrackAnalysis> GetAnalysisAsync(string? name, CancellationToken cancellationToken)
    {
        var id = await resolver.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        var analysis = await warehouse.FindAnalysisAsync(id, cancellationToken).ConfigureAwait(false)
            ?? throw new NotFoundException($"Track {id} is in no loaded audio-analysis shard.");
        accesses.Record(id);
        return analysis;
    }

    /// <summary>A known track without shared playlists has an empty list.</summary>
    /// <exception cref="NotFoundException">The track is not in the catalogue.</exception>
    public async Task<CooccurringResult> FindCooccurringAsync(string? name, int limit, CancellationToken cancellationToken)
    {
        var id = await resolver.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        var top = await pairs.TopAsync(id, limit, cancellationToken).ConfigureAwait(false);
        if (top.Count == 0 && !await ExistsAsync(id, cancellationToken).ConfigureAwait(false))
            throw new NotFoundException($"Track {id} is not in the catalogue.");
        accesses.Record(id);
        var others = await NamesAsync([.. top.Select(pair => pair.Other(id))], cancellationToken).ConfigureAwait(false);
        return new CooccurringResult(id, top, others.ToDictionary(track => track.Id));
    }

    /// <exception cref="NotFoundException">The tracks are no pair.</exception>
    public async Task<TrackPair> GetPairAsync(string? first, string? second, CancellationToken cancellationToken)
    {
        var a = await resolver.ResolveAsync(first, cancellationToken).ConfigureAwait(false);
        var b = await resolver.ResolveAsync(second, cancellationToken).ConfigureAwait(false);
        return await pairs.FindAsync(a, b, cancellationToken).ConfigureAwait(false) ?? throw new NotFoundException($"Tracks {a} and {b} are no pair.");
    }

    /// <summary>Null when the tracks are no pair, or one of them is unknown.</summary>
    public async Task<TrackPair?> FindPairAsync(string? first, string? second, CancellationToken cancellationToken) =>
        await ResolveOrNullAsync(first, cancellationToken).ConfigureAwait(false) is { } a
        && await ResolveOrNullAsync(second, cancellationToken).ConfigureAwait(false) is { } b
            ? await pairs.FindAsync(a, b, cancellationToken).ConfigureAwait(false)
            : null;

    public Task<long> CountPairsAsync(CancellationToken cancellationToken) => pairs.CountAsync(cancellationToken);

    /// <summary>Pairs alone can be mined: they are answered before there is a catalogue, without names.</summary>
    private async Task<IReadOnlyList<CatalogTrack>> NamesAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await catalogue.GetAsync(ids, cancellationToken).ConfigureAwait(false)).Select(found => found.Track)];
        }
        catch (TableNotBuiltException)
        {
            return [];
        }
    }

    private async Task<bool> ExistsAsync(TrackId id, CancellationToken cancellationToken) =>
        (await catalogue.GetAsync([id], cancellationToken).ConfigureAwait(false)).Count > 0;

    private async Task<TrackId?> ResolveOrNullAsync(string? name, CancellationToken cancellationToken)
    {
        try
        {
            return await resolver.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<TrackResult>> GetTracksAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        var tracks = await catalogue.GetAsync(ids, cancellationToken).ConfigureAwait(false);
        foreach (var (track, _) in tracks)
            accesses.Record(track.Id);
        var matches = (await xref.GetAsync(ids, cancellationToken).ConfigureAwait(false)).ToDictionary(match => match.Id);
        return [.. tracks.Select(found => new TrackResult(found.Track, matches.GetValueOrDefault(found.Track.Id), found.IsEnriched))];
    }
}
