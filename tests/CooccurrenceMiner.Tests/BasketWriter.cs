using System.Buffers.Binary;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.CooccurrenceMiner.Tests;

/// <summary>Publishes baskets as the service does that owns their table.</summary>
internal static class BasketWriter
{
    /// <param name="input">What the playlists file is said to have been.</param>
    public static async Task<TableStore.Manifest> PublishBasketsAsync(this TableStore store, IReadOnlyList<Playlist> playlists, string input, long revision)
    {
        var plan = new TablePlan { Table = BasketTable.Name, KeyBytes = BasketTable.KeyBytes, MappingVersion = 1, Rules = [], Inputs = new() { ["playlists"] = input } };
        if ((await store.ListMissingUnitsAsync(plan, CancellationToken.None)).Count > 0)
        {
            using var writer = store.Write(plan, 0);
            for (var i = 0; i < playlists.Count; i++)
                Add(writer, i, playlists[i]);
            await writer.CompleteAsync(CancellationToken.None);
        }

        var manifest = (await store.CompleteAsync(plan, null, CancellationToken.None))!;
        await store.PublishAsync(manifest, new() { ["playlists"] = revision }, "test", CancellationToken.None);
        return manifest;
    }

    private static void Add(TableWriter writer, int playlist, Playlist tracks)
    {
        var basket = tracks.ToBasket();
        Span<byte> key = stackalloc byte[TrackId.KeyLength];
        BinaryPrimitives.WriteInt32BigEndian(key[^sizeof(int)..], playlist);
        writer.Add(key, [.. basket.TrackKeys.Span, .. basket.Popularities.Span]);
        BasketTable.CountIn(writer, basket.Count);
    }
}
