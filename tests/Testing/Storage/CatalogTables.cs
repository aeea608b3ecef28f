using Google.Protobuf;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Testing.Storage;

/// <summary>Publishes generations of the tables of tracks and features, as the extractor does.</summary>
public static class CatalogTables
{
    /// <param name="revision">Not below that of an earlier generation; another one makes another generation.</param>
    public static Task PublishTracksAsync(TableStore store, IReadOnlyCollection<TrackDescription> tracks, long revision = 1) =>
        PublishAsync(store, TrackTable.Name, "catalog", revision, tracks.Select(track => (track.Id, Value(track))));

    /// <inheritdoc cref="PublishTracksAsync"/>
    public static Task PublishFeaturesAsync(TableStore store, IReadOnlyCollection<TrackFeatures> tracks, long revision = 1) =>
        PublishAsync(store, FeatureTable.Name, "features", revision, tracks.Select(track => (track.Id, Value(track.Features))));

    private static async Task PublishAsync(TableStore store, string table, string input, long revision, IEnumerable<(TrackId Id, byte[] Value)> rows)
    {
        var plan = new TablePlan { Table = table, KeyBytes = TrackId.KeyLength, MappingVersion = 1, Rules = [], Inputs = new() { [input] = $"{revision:x64}" } };
        foreach (var unit in await store.ListMissingUnitsAsync(plan, CancellationToken.None))
        {
            using var writer = store.Write(plan, unit);
            foreach (var (id, value) in rows)
                writer.Add(id.ToKey(), value);
            await writer.CompleteAsync(CancellationToken.None);
        }

        var manifest = (await store.CompleteAsync(plan, null, CancellationToken.None))!;
        await store.PublishAsync(manifest, new() { [input] = revision }, "test", CancellationToken.None);
    }

    private static byte[] Value(AudioFeatures features)
    {
        var value = new byte[FeatureTable.ValueBytes];
        FeatureTable.Write(value, features);
        return value;
    }

    /// <summary>The joined names of a description are one artist's each, as long as there are as many as ids.</summary>
    private static byte[] Value(TrackDescription track)
    {
        var names = track.ArtistIds.Count > 1 ? track.Artist.Split(", ") : [track.Artist];
        var text = new TrackText { Name = track.Title, ReleaseDate = track.Year is { } year ? $"{year:D4}" : "", Genres = { track.Genres } };
        text.Artists.AddRange(track.ArtistIds.Select((id, i) => new CreditedArtist { Id = ByteString.CopyFrom(id.ToKey()), Name = i < names.Length ? names[i] : "" }));
        var value = new byte[TrackTable.ValueBytes(text)];
        TrackTable.Write(value, System.Text.Encoding.ASCII.GetBytes(track.Isrc?.Code ?? ""), track.Popularity, track.Explicit, 0, text);
        return value;
    }
}
