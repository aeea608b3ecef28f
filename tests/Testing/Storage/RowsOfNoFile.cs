namespace SpotifyPlatform.Testing;

/// <summary>Puts rows that come from no file, as most tests do.</summary>
public static class RowsOfNoFile
{
    public static Task PutFeaturesAsync(this IFeatureStore store, IReadOnlyList<TrackFeatures> rows, CancellationToken cancellationToken) =>
        store.PutFeaturesAsync(rows, revision: null, cancellationToken);

    public static Task PutDescriptionsAsync(this IFeatureStore store, IReadOnlyList<TrackDescription> rows, CancellationToken cancellationToken) =>
        store.PutDescriptionsAsync(rows, revision: null, cancellationToken);
}
