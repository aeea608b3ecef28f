using SpotifyPlatform.Music;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Storage.Catalog;

/// <summary>What the current generations of the tables of tracks, features and matches know of a track.</summary>
public sealed class TableFeatureStore(CurrentTables tables, IXrefStore matches) : IFeatureStore
{
    private readonly CurrentTable tracks = tables.Of(TrackTable.Name);
    private readonly CurrentTable features = tables.Of(FeatureTable.Name);

    public async Task<IReadOnlyList<TrackProfile>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        var profiles = new Dictionary<TrackId, TrackProfile>(ids.Count);
        await ReadFeaturesAsync(ids, profiles, cancellationToken).ConfigureAwait(false);
        await ReadDescriptionsAsync(ids, profiles, cancellationToken).ConfigureAwait(false);
        foreach (var match in await matches.GetAsync(ids, cancellationToken).ConfigureAwait(false))
            if (match.Mbid is { } mbid)
                profiles[match.Id] = Of(profiles, match.Id) with { Mbid = mbid };
        return [.. profiles.Values];
    }

    private ValueTask<bool> ReadFeaturesAsync(IReadOnlyCollection<TrackId> ids, Dictionary<TrackId, TrackProfile> profiles, CancellationToken cancellationToken) =>
        features.ReadAsync(
            (Ids: ids, Profiles: profiles),
            static (table, asked) =>
            {
                var provenance = ProvenanceOf(table ?? throw new TableNotBuiltException(FeatureTable.Name));
                table.FindTracks(asked.Ids, (id, value) => asked.Profiles[id] = new TrackProfile(id, FeatureTable.Read(value), null, null)
                {
                    Provenance = provenance, CachedAt = table.Published?.At,
                });
                return true;
            },
            cancellationToken);

    private ValueTask<bool> ReadDescriptionsAsync(IReadOnlyCollection<TrackId> ids, Dictionary<TrackId, TrackProfile> profiles, CancellationToken cancellationToken) =>
        tracks.ReadAsync(
            (Ids: ids, Profiles: profiles),
            static (table, asked) =>
            {
                (table ?? throw new TableNotBuiltException(TrackTable.Name)).FindTracks(
                    asked.Ids, (id, value) => asked.Profiles[id] = Of(asked.Profiles, id) with { Description = new TrackRow(value).Describe(id) });
                return true;
            },
            cancellationToken);

    private static TrackProfile Of(Dictionary<TrackId, TrackProfile> profiles, TrackId id) => profiles.GetValueOrDefault(id) ?? new TrackProfile(id, null, null, null);

    private static FeatureProvenance ProvenanceOf(Table table) => new(
        FeatureOrigin.DataSet, table.Manifest.Plan.Inputs.GetValueOrDefault(FeatureTable.Name) is { Length: >= FeatureProvenance.FileLength } file ? file[..FeatureProvenance.FileLength] : null);
}
