using Google.Protobuf;
using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Engines.Enrichment;

/// <summary>Keeps this process's own copy of the tracks that the Web API was asked about.</summary>
internal sealed class EnrichedTrackReader(IEnrichedRows rows) : EnrichedRowReader<TrackEnriched>(EnrichedRowLimits.Refuse, rows.SaveAsync);

/// <summary>Keeps this process's own copy of the artists that the Web API was asked about.</summary>
internal sealed class EnrichedArtistReader(IEnrichedRows rows) : EnrichedRowReader<ArtistEnriched>(EnrichedRowLimits.Refuse, rows.SaveAsync);

/// <param name="refuse">Says why a row is not kept; null where it is.</param>
internal abstract class EnrichedRowReader<T>(Func<T, Refusal?> refuse, Func<IReadOnlyCollection<T>, CancellationToken, Task> saveAsync) : IEventHandler<T>
    where T : class, IMessage<T>
{
    public async Task<IReadOnlyList<Refusal?>> HandleAsync(EventBatch<T> batch, CancellationToken cancellationToken)
    {
        var refusals = batch.Events.Select(received => refuse(received.Message)).ToList();
        await saveAsync([.. batch.Events.Select(received => received.Message).Where((_, i) => refusals[i] is null)], cancellationToken).ConfigureAwait(false);
        return refusals;
    }
}

/// <summary>What a row of the Web API may be.</summary>
internal static class EnrichedRowLimits
{
    private const int MaxItems = 1000;
    private const int MaxText = 4096;

    public static Refusal? Refuse(TrackEnriched track) =>
        TrackId.TryParse(track.TrackId, out TrackId _) && track.Artists.Count <= MaxItems && track.FetchedAtMs > 0
        && IsShort([track.Name, track.AlbumId, track.AlbumName, track.ReleaseDate, track.Isrc, .. track.Artists.SelectMany(artist => new[] { artist.ArtistId, artist.Name })])
            ? null
            : new Refusal("bad_event", $"An enriched track has no Spotify id, no time, more than {MaxItems} artists or a text of more than {MaxText} characters.");

    public static Refusal? Refuse(ArtistEnriched artist) =>
        ArtistId.TryParse(artist.ArtistId, out ArtistId _) && artist.Genres.Count <= MaxItems && artist.Images.Count <= MaxItems && artist.RequestedNames.Count <= MaxItems
        && artist.FetchedAtMs > 0 && IsShort([artist.Name, .. artist.Genres, .. artist.RequestedNames, .. artist.Images.Select(image => image.Url)])
            ? null
            : new Refusal("bad_event", $"An enriched artist has no Spotify id, no time, more than {MaxItems} genres, images or names, or a text of more than {MaxText} characters.");

    private static bool IsShort(IEnumerable<string> texts) => texts.All(text => text.Length <= MaxText);
}
