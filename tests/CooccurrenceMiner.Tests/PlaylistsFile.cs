using Google.Protobuf;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.CooccurrenceMiner.Tests;

/// <summary>A playlists file as the events that its extraction publishes.</summary>
internal sealed class PlaylistsFile(byte name, IReadOnlyList<Playlist> playlists, int perBatch = 20, long revision = 0)
{
    public byte[] Sha256 { get; } = [.. Enumerable.Repeat(name, 32)];

    public string Hex => Convert.ToHexStringLower(Sha256);

    public IReadOnlyList<Playlist> Playlists => playlists;

    public List<PlaylistsExtracted> Batches() =>
        [.. playlists.Chunk(perBatch).Select((chunk, batch) => new PlaylistsExtracted { Origin = Origin(batch), Baskets = { chunk.Select(Wire) } })];

    public CatalogFileExtracted End() => new()
    {
        FileSha256 = ByteString.CopyFrom(Sha256),
        Name = "metadata/spotify_clean_playlists.sqlite3",
        Content = CatalogContent.Playlists,
        Batches = Batches().Count,
        Rows = playlists.Count,
        Revision = revision,
    };

    /// <summary>All events in the order in which the extractor publishes them.</summary>
    public List<IMessage> Events() => [.. Batches(), End()];

    private BatchOrigin Origin(long batch) => new() { FileSha256 = ByteString.CopyFrom(Sha256), Batch = batch, Revision = revision };

    private static Basket Wire(Playlist playlist)
    {
        var basket = playlist.ToBasket();
        return new Basket
        {
            PlaylistId = ByteString.CopyFrom(new byte[TrackId.KeyLength]),
            TrackIds = ByteString.CopyFrom(basket.TrackKeys.Span),
            Popularities = ByteString.CopyFrom(basket.Popularities.Span),
        };
    }
}
