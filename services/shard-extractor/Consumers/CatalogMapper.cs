using Google.Protobuf;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.ShardExtractor.Catalog;
using ContentMessage = SpotifyPlatform.Contracts.Catalog.V1.CatalogContent;

namespace SpotifyPlatform.ShardExtractor.Consumers;

/// <summary>Maps rows of the catalogue to messages.</summary>
internal static class CatalogMapper
{
    public static Basket ToMessage(ExtractedBasket basket) =>
        new() { PlaylistId = Wrap(basket.Playlist.ToKey()), TrackIds = Wrap(basket.TrackIds), Popularities = Wrap(basket.Popularities) };

    public static CatalogFileExtracted ToMessage(CatalogFile file, StreamCheckpoint checkpoint) => new()
    {
        FileSha256 = Sha256(file.Sha256),
        Name = file.Name,
        Revision = file.Revision,
        Content = ContentMessage.Playlists,
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
