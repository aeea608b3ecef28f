using Google.Protobuf;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Music;
using WireBasket = SpotifyPlatform.Contracts.Catalog.V1.Basket;

namespace SpotifyPlatform.CooccurrenceMiner.Consumers;

/// <summary>Validates and maps catalogue events. Malformed events are refused.</summary>
internal static class BasketMapping
{
    public const string MalformedReason = "malformed";
    private const int Sha256Length = 32;

    /// <summary>The first error of a batch, or null.</summary>
    public static string? FindError(PlaylistsExtracted message)
    {
        if (FindFileError(message.Origin?.FileSha256) is { } error)
            return error;
        if (message.Origin!.Batch < 0)
            return $"The batch number is {message.Origin.Batch}; batches are numbered from 0.";
        for (var i = 0; i < message.Baskets.Count; i++)
            if (FindError(message.Baskets[i]) is { } wrong)
                return $"Basket {i} of batch {message.Origin.Batch}: {wrong}";
        return null;
    }

    public static string? FindFileError(ByteString? sha256) =>
        sha256?.Length == Sha256Length ? null : $"The file's hash has {sha256?.Length ?? 0} bytes; a SHA-256 has {Sha256Length}.";

    public static string FileOf(ByteString sha256) => Convert.ToHexStringLower(sha256.Span);

    public static Baskets.Basket Read(WireBasket basket) => new(basket.TrackIds.Memory, basket.Popularities.Memory);

    private static string? FindError(WireBasket basket)
    {
        var tracks = basket.Popularities.Length;
        if (basket.TrackIds.Length != tracks * TrackId.KeyLength)
            return $"{basket.TrackIds.Length} bytes of track ids do not match {tracks} popularities; each track has {TrackId.KeyLength} bytes and one popularity.";
        var keys = basket.TrackIds.Span;
        for (var i = 1; i < tracks; i++)
            if (keys.Slice((i - 1) * TrackId.KeyLength, TrackId.KeyLength).SequenceCompareTo(keys.Slice(i * TrackId.KeyLength, TrackId.KeyLength)) >= 0)
                return $"track {i} is not greater than the one before it; the tracks of a basket are distinct and ascending.";
        var highest = tracks == 0 ? 0 : basket.Popularities.ToByteArray().Max();
        return highest <= 100 ? null : $"a popularity is {highest}; the maximum is 100.";
    }
}
