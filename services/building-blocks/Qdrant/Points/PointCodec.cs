using Google.Protobuf.Collections;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Qdrant.Points;

/// <summary>
/// Converts points to messages and back. For cosine distance Qdrant normalises vectors to length 1; the original length is stored in the payload
/// and restored on reading, so numbers differ from the written ones only by float32 rounding.
/// </summary>
internal sealed class PointCodec(int dimensions)
{
    public static Wire.PointStruct Write(VectorPoint point)
    {
        var message = new Wire.PointStruct
        {
            Id = point.Id.ToPointId(),
            Vectors = new Wire.Vectors { Vector = new Wire.Vector { Dense = new Wire.DenseVector { Data = { point.Vector } } } },
        };
        Payload.Write(point, Length(point.Vector), message.Payload);
        return message;
    }

    /// <summary>Restores a point.</summary>
    /// <exception cref="InvalidDataException">The point was not written by <see cref="Write"/>.</exception>
    public VectorPoint Read(Wire.RetrievedPoint point)
    {
        var track = point.Id.ToTrackId();
        return Read(track, point.Payload, Direction(track, point.Vectors));
    }

    /// <summary>The normalised vector as stored, which is sufficient for a cosine.</summary>
    /// <exception cref="InvalidDataException">The vector has other dimensions or a number that is not finite.</exception>
    public float[] Direction(TrackId track, Wire.VectorsOutput? vectors)
    {
        var output = vectors?.Vector;
        RepeatedField<float>? stored = output?.VectorCase == Wire.VectorOutput.VectorOneofCase.Dense ? output.Dense.Data : output?.Data;
        if (stored?.Count != dimensions || !stored.All(float.IsFinite))
            throw new InvalidDataException($"Qdrant's point of track {track} does not have a vector of {dimensions} finite numbers.");
        return [.. stored];
    }

    public static VectorPoint Read(TrackId track, IReadOnlyDictionary<string, Wire.Value> payload, float[] direction)
    {
        var (description, mbid, length) = Payload.Read(track, payload);
        var scale = length / Length(direction);
        return new VectorPoint(track, Array.ConvertAll(direction, v => double.IsFinite(scale) ? (float)(scale * v) : 0), description, mbid);
    }

    private static double Length(float[] vector) => Math.Sqrt(vector.Sum(v => (double)v * v));
}
