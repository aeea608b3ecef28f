using System.Text.Json;
using SpotifyPlatform.Music;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.SpotifyApiEnricher.Jobs;

/// <summary>Fills <c>audio_features_json</c> of tracks that lack it from the platform's own tables: applications made since 2024-11 do not get features from the Web API.</summary>
internal sealed class FeatureFill(IFeatureGaps gaps, IFeatureStore features)
{
    private const int BatchSize = 500;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var after = "";
        while (gaps.TracksWithoutFeatures(after, BatchSize) is { Count: > 0 } ids)
        {
            after = ids[^1];
            var tracks = ids.Select(id => TrackId.TryParse(id.AsSpan(), out TrackId track) ? track : (TrackId?)null).OfType<TrackId>().ToList();
            if (await FindAsync(tracks, cancellationToken).ConfigureAwait(false) is not { } found)
                return;
            var known = found.Where(profile => profile.Features is not null).Select(profile => (profile.Id.ToString(), Json(profile.Id, profile.Features!))).ToList();
            if (known.Count > 0)
                await gaps.SaveFeaturesAsync(known, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Null where no data set is loaded.</summary>
    private async Task<IReadOnlyList<TrackProfile>?> FindAsync(List<TrackId> tracks, CancellationToken cancellationToken)
    {
        try
        {
            return await features.GetAsync(tracks, cancellationToken).ConfigureAwait(false);
        }
        catch (TableNotBuiltException)
        {
            return null;
        }
    }

    /// <summary>With the names that the Web API has for them.</summary>
    private static string Json(TrackId id, AudioFeatures f) => JsonSerializer.Serialize(new
    {
        id = id.ToString(), danceability = f.Danceability, energy = f.Energy, key = f.Key, loudness = f.Loudness, mode = f.Mode, speechiness = f.Speechiness,
        acousticness = f.Acousticness, instrumentalness = f.Instrumentalness, liveness = f.Liveness, valence = f.Valence, tempo = f.Tempo,
        duration_ms = f.DurationMs, time_signature = f.TimeSignature,
    });
}
