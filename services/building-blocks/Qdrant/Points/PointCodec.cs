using Google.Protobuf.Collections;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Qdrant.Points;

/// <summary>
/// Points as messages. For cosine, Qdrant stores a vector with length 1; the original length stands in the payload and
/// is given back on reading, so that a number read differs from the one written by a few roundings of float32 at most.
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

    /// <summary>A point as it was written.</summary>
    /// <exception cref="InvalidDataException">The point is not one that <see cref="Write"/> made.</exception>
    public VectorPoint Read(Wire.RetrievedPoint point)
    {
        var track = point.Id.ToTrackId();
        return Read(track, point.Payload, Direction(track, point.Vectors));
    }

    /// <summary>The vector as it is stored: enough for a cosine, which no length changes.</summary>
    /// <exception cref="InvalidDataException">It is not as many finite numbers as the collection has dimensions.</exception>
    public float[] Direction(TrackId track, Wire.VectorsOutput? vectors)
    {
        var output = vectors?.Vector;
        RepeatedField<float>? stored = output?.VectorCase == Wire.VectorOutput.VectorOneofCase.Dense ? output.Dense.Data : output?.Data;
        if (stored?.Count != dimensions || !stored.All(float.IsFinite))
            throw new InvalidDataException($"Qdrant's point of track {track} has no vector of {dimensions} finite numbers.");
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
