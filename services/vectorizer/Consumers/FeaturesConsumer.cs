using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Vectors;

namespace SpotifyPlatform.Vectorizer.Consumers;

/// <summary>Stores the audio features of tracks.</summary>
internal sealed class FeaturesConsumer(TrackVectors vectors, VectorizerMetrics metrics) : SingleEventHandler<FeaturesExtracted>
{
    public override async Task<Refusal?> HandleAsync(FeaturesExtracted message, CancellationToken cancellationToken)
    {
        var refusal = EventValidator.ValidateIds(message.Tracks.Select(track => track.SpotifyId), $"Features batch {message.Origin?.Batch}");
        if (refusal is not null)
        {
            metrics.Refused(refusal.Reason);
            return refusal;
        }

        // A row without any value would become the vector of a silent track.
        var provenance = FeatureProvenance.OfDataSet(message.Origin is { } origin ? origin.FileSha256.Span : []);
        var rows = message.Tracks.Select(track => Read(track, provenance)).Where(row => row.Features with { DurationMs = null } != AudioFeatures.None).ToList();
        metrics.Dropped("no_values", message.Tracks.Count - rows.Count);
        await vectors.PutAsync(rows, message.Origin.Revision(), cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static TrackFeatures Read(TrackAudioFeatures track, FeatureProvenance provenance) => new(TrackId.FromKey(track.SpotifyId.Span), new AudioFeatures(
        track.HasTempo ? track.Tempo : null,
        track.HasEnergy ? track.Energy : null,
        track.HasDanceability ? track.Danceability : null,
        track.HasValence ? track.Valence : null,
        track.HasAcousticness ? track.Acousticness : null,
        track.HasInstrumentalness ? track.Instrumentalness : null,
        track.HasSpeechiness ? track.Speechiness : null,
        track.HasLiveness ? track.Liveness : null,
        track.HasLoudness ? track.Loudness : null,
        track.HasKey ? track.Key : null,
        track.HasMode ? track.Mode : null,
        track.HasTimeSignature ? track.TimeSignature : null,
        track.HasDurationMs ? track.DurationMs : null), provenance);
}
