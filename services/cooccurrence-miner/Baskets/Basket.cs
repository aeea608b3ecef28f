using SpotifyPlatform.Music;

namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>The distinct tracks of one playlist. Playlist owners are not stored.</summary>
/// <param name="TrackKeys">16-byte keys, ascending.</param>
/// <param name="Popularities">0 to 100, one byte a track.</param>
internal readonly record struct Basket(ReadOnlyMemory<byte> TrackKeys, ReadOnlyMemory<byte> Popularities)
{
    public int Count => Popularities.Length;

    public TrackId Track(int index) => TrackId.FromKey(TrackKeys.Span.Slice(index * TrackId.KeyLength, TrackId.KeyLength));
}
