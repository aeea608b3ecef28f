using SpotifyPlatform.Music;

namespace SpotifyPlatform.Qdrant.Points;

/// <summary>Maps a track's 16-byte key to a point's UUID in big-endian order; all 128-bit values map both ways.</summary>
internal static class PointIds
{
    public static Guid ToUuid(this TrackId id) => new(id.ToKey(), bigEndian: true);

    public static Wire.PointId ToPointId(this TrackId id) => id.ToUuid();

    /// <exception cref="InvalidDataException">The id is not a UUID: the point belongs to another program.</exception>
    public static TrackId ToTrackId(this Wire.PointId? id) =>
        id?.PointIdOptionsCase == Wire.PointId.PointIdOptionsOneofCase.Uuid && Guid.TryParseExact(id.Uuid, "D", out var uuid)
            ? TrackId.FromKey(uuid.ToByteArray(bigEndian: true))
            : throw new InvalidDataException(
                "The collection contains a point whose id is not a track id. Set Storage:Qdrant:Collection to a collection that only this platform uses.");
}
