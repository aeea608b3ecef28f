using SpotifyPlatform.Music;

namespace SpotifyPlatform.Qdrant.Points;

/// <summary>A track's 16-byte key is the point's UUID, byte for byte in the order of the UUID's digits: any of 128 bits, both ways.</summary>
internal static class PointIds
{
    public static Wire.PointId ToPointId(this TrackId id) => new() { Uuid = new Guid(id.ToKey(), bigEndian: true).ToString("D") };

    /// <exception cref="InvalidDataException">The id is no UUID: another program's point.</exception>
    public static TrackId ToTrackId(this Wire.PointId? id) =>
        id?.PointIdOptionsCase == Wire.PointId.PointIdOptionsOneofCase.Uuid && Guid.TryParseExact(id.Uuid, "D", out var uuid)
            ? TrackId.FromKey(uuid.ToByteArray(bigEndian: true))
            : throw new InvalidDataException(
                "A point of the collection has an id that is no track's: give this platform a collection of its own (Storage:Qdrant:Collection).");
}
