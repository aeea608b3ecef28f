using Google.Protobuf;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.ShardExtractor.Catalog;
using CatalogContent = SpotifyPlatform.ShardExtractor.Catalog.CatalogContent;
using ContentMessage = SpotifyPlatform.Contracts.Catalog.V1.CatalogContent;

namespace SpotifyPlatform.ShardExtractor.Consumers;

/// <summary>Maps rows of the catalogue to messages.</summary>
internal static class CatalogMapper
{
    public static CatalogTrack ToMessage(ExtractedTrack track) => new()
    {
        SpotifyId = Wrap(track.Id.ToKey()),
        Name = track.Name,
        Artists = { track.Artists.Select(artist => new CatalogArtist { SpotifyId = Wrap(artist.Id.ToKey()), Name = artist.Name }) },
        AlbumName = track.AlbumName,
        ReleaseDate = track.ReleaseDate,
        Isrc = track.Isrc?.Code ?? "",
        Popularity = track.Popularity,
        DurationMs = track.DurationMs,
        Explicit = track.Explicit,
        Genres = { track.Genres },
    };

    public static TrackAudioFeatures ToMessage(ExtractedFeatures track)
    {
        var message = new TrackAudioFeatures { SpotifyId = Wrap(track.Id.ToKey()) };
        var features = track.Features;
        if (features.Tempo is { } tempo)
            message.Tempo = tempo;
        if (features.Energy is { } energy)
            message.Energy = energy;
        if (features.Danceability is { } danceability)
            message.Danceability = danceability;
        if (features.Valence is { } valence)
            message.Valence = valence;
        if (features.Acousticness is { } acousticness)
            message.Acousticness = acousticness;
        if (features.Instrumentalness is { } instrumentalness)
            message.Instrumentalness = instrumentalness;
        if (features.Speechiness is { } speechiness)
            message.Speechiness = speechiness;
        if (features.Liveness is { } liveness)
            message.Liveness = liveness;
        if (features.Loudness is { } loudness)
            message.Loudness = loudness;
        if (features.Key is { } key)
            message.Key = key;
        if (features.Mode is { } mode)
            message.Mode = mode;
        if (features.TimeSignature is { } timeSignature)
            message.TimeSignature = timeSignature;
        if (features.DurationMs is { } duration)
            message.DurationMs = duration;
        return message;
    }

    public static CatalogFileExtracted ToMessage(CatalogFile file, StreamCheckpoint checkpoint) => new()
    {
        FileSha256 = Sha256(file.Sha256),
        Name = file.Name,
        Revision = file.Revision,
        Content = file.Content == CatalogContent.Tracks ? ContentMessage.Tracks : ContentMessage.Features,
        Batches = checkpoint.NextBatch,
        Rows = checkpoint.Rows,
        Dropped = { checkpoint.Dropped.ToDictionary() },
    };

    public static BatchOrigin Origin(CatalogFile file, long batch) =>
        new() { FileSha256 = Sha256(file.Sha256), Batch = batch, Revision = file.Revision, DataSet = file.DataSet };

    private static ByteString Sha256(string hex) => Wrap(Convert.FromHexString(hex));

    /// <summary>Without a copy; nobody changes the bytes.</summary>
    private static ByteString Wrap(byte[] bytes) => UnsafeByteOperations.UnsafeWrap(bytes);
}
