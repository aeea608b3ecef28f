using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>
/// Answers questions about tracks from the stores. Names are resolved by <see cref="TrackResolver"/>, with its errors. A track that
/// is answered is noted as asked for; an unknown one is not, for anybody could fill the log with such.
/// </summary>
public sealed class TrackLookup(
    TrackResolver resolver, ICatalog catalogue, IFeatureStore features, IXrefStore xref, IPairStore pairs, IWarehouse warehouse,
    IAccessLog accesses)
{
    /// <exception cref="NotKnownException">No store knows the track.</exception>
    public async Task<TrackAnswer> GetTrackAsync(string? name, CancellationToken cancellationToken)
    {
        var id = await resolver.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        var answers = await GetTracksAsync([id], cancellationToken).ConfigureAwait(false);
        return answers.Count > 0 ? answers[0] : throw new NotKnownException($"Track {id} is not in the catalogue.");
    }

    /// <summary>Many tracks at once; names that no store knows come back as they were asked.</summary>
    public async Task<(IReadOnlyList<TrackAnswer> Tracks, IReadOnlyList<string> Unknown)> BatchGetAsync(
        IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var asked = new List<(string Name, TrackId? Id)>(names.Count);
        foreach (var name in names)
            asked.Add((name, await ResolveOrNullAsync(name, cancellationToken).ConfigureAwait(false)));
        var ids = asked.Where(a => a.Id is not null).Select(a => a.Id!.Value).Distinct().ToList();
        var known = (await GetTracksAsync(ids, cancellationToken).ConfigureAwait(false)).ToDictionary(answer => answer.Track.Id);
        return (
            asked.Where(a => a.Id is { } id && known.ContainsKey(id)).Select(a => known[a.Id!.Value]).ToList(),
            asked.Where(a => a.Id is not { } id || !known.ContainsKey(id)).Select(a => a.Name).ToList());
    }

    /// <exception cref="NotKnownException">The track has no audio features.</exception>
    public async Task<FeaturesAnswer> GetFeaturesAsync(string? name, CancellationToken cancellationToken)
    {
        var id = await resolver.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        var profile = (await features.GetAsync([id], cancellationToken).ConfigureAwait(false)).SingleOrDefault();
        if (profile?.Features is not { } found)
            throw new NotKnownException($"Track {id} has no audio features.");
        accesses.Note(id);
        var popularity = profile.Description?.Popularity;
        return new FeaturesAnswer(id, found, FeatureVector.From(found, popularity), FeatureVector.Known(found, popularity))
        {
            Provenance = profile.Provenance, CachedAt = profile.CachedAt,
        };
    }

    /// <exception cref="NotKnownException">The track is in no loaded shard.</exception>
    public async Task<TrackAnalysis> GetAnalysisAsync(string? name, CancellationToken cancellationToken)
    {
        var id = await resolver.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        var analysis = await warehouse.FindAnalysisAsync(id, cancellationToken).ConfigureAwait(false)
            ?? throw new NotKnownException($"Track {id} is in no loaded audio-analysis shard.");
        accesses.Note(id);
        return analysis;
    }

    /// <summary>A track that shares no playlists has an empty list.</summary>
    public async Task<CooccurringAnswer> FindCooccurringAsync(string? name, int limit, CancellationToken cancellationToken)
    {
        var id = await resolver.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        var top = await pairs.TopAsync(id, limit, cancellationToken).ConfigureAwait(false);
        if (top.Count > 0)
            accesses.Note(id);
        var profiles = await features.GetAsync(top.Select(pair => pair.Other(id)).ToList(), cancellationToken).ConfigureAwait(false);
        var names = profiles.Where(p => p.Description is not null).ToDictionary(p => p.Id, p => p.Description!);
        return new CooccurringAnswer(id, top, names);
    }

    private async Task<TrackId?> ResolveOrNullAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await resolver.ResolveAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (NotKnownException)
        {
            return null; // The caller lists it as unknown.
        }
    }

    private async Task<IReadOnlyList<TrackAnswer>> GetTracksAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        var tracks = await catalogue.GetAsync(ids, cancellationToken).ConfigureAwait(false);
        var answers = tracks.Select(track => (Track: track, Source: AnswerSource.Catalog)).ToList();
        var missing = ids.Except(tracks.Select(track => track.Id)).ToList();
        if (missing.Count > 0)
        {
            var profiles = await features.GetAsync(missing, cancellationToken).ConfigureAwait(false);
            answers.AddRange(profiles.Where(p => p.Description is not null).Select(p => (Describe(p), AnswerSource.FeatureStore)));
        }

        foreach (var (track, _) in answers)
            accesses.Note(track.Id);
        var matches = (await xref.GetAsync(ids, cancellationToken).ConfigureAwait(false)).ToDictionary(match => match.Id);
        return answers.Select(a => new TrackAnswer(a.Track, a.Source, matches.GetValueOrDefault(a.Track.Id))).ToList();
    }

    private static CatalogTrack Describe(TrackProfile profile)
    {
        var d = profile.Description!;
        return new CatalogTrack(
            profile.Id, d.Title, [new CatalogArtist(null, d.Artist)], "", d.Year?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "",
            d.Isrc, d.Popularity, profile.Features?.DurationMs, d.Explicit, d.Genres);
    }
}
