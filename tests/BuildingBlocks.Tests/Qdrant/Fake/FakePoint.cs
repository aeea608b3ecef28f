using Google.Protobuf;

namespace SpotifyPlatform.BuildingBlocks.Tests.Qdrant.Fake;

/// <summary>A stored point: the normalised vector, as Qdrant keeps it for cosine distance, and the raw payload values.</summary>
internal sealed class FakePoint
{
    private readonly Dictionary<string, ByteString> payload;
    private readonly Dictionary<string, IReadOnlyList<WireMessage>> values;
    private WireWriter written;

    /// <summary>PointStruct{id=1, payload=3, vectors=4}.</summary>
    public FakePoint(ByteString bytes, int dimensions)
    {
        var point = WireMessage.Read(bytes, 1, 3, 4);
        var vector = point.Message(4, 1).Message(1, 101).Message(101, 1).Floats(1);
        if (vector.Length != dimensions)
            throw new WireFault($"a vector has {vector.Length} numbers, the collection {dimensions}");
        (Id, Vector) = (ReadId(point.Bytes(1)), Unit(vector));
        payload = point.Messages(3, 1, 2).ToDictionary(entry => entry.Text(1), entry => entry.Bytes(2));
        values = payload.ToDictionary(field => field.Key, field => Items(field.Value));
        written = Written();
    }

    public Guid Id { get; }

    public float[] Vector { get; }

    /// <summary>The items of a payload's list, or its one value: Value{null=1, double=2, integer=3, string=4, bool=5, struct=6, list=7}.</summary>
    public IReadOnlyList<WireMessage> Values(string field) => values.GetValueOrDefault(field, []);

    /// <summary>PointId{uuid=2}.</summary>
    public static Guid ReadId(ByteString bytes) => Guid.ParseExact(WireMessage.Read(bytes, 2).Text(2), "D");

    /// <summary>ScoredPoint{id=1, payload=2, score=3, version=5, vectors=6}.</summary>
    public WireWriter Scored(float score, bool oldVectors) =>
        new WireWriter().Fields(written).Float(3, score).Integer(5, 7).Message(6, Vectors(oldVectors));

    /// <summary>RetrievedPoint{id=1, payload=2, vectors=4}.</summary>
    public WireWriter Retrieved(bool oldVectors) => new WireWriter().Fields(written).Message(4, Vectors(oldVectors));

    /// <summary>Overwrites a payload field.</summary>
    public void Overwrite(string field, ByteString? value)
    {
        payload.Remove(field);
        if (value is not null)
            payload.Add(field, value);
        written = Written();
    }

    /// <summary>The score as computed by the server: in single precision, 0 for a zero vector.</summary>
    public float Score(float[] unitQuery)
    {
        var sum = 0f;
        for (var d = 0; d < unitQuery.Length; d++)
            sum += unitQuery[d] * Vector[d];
        return sum;
    }

    public static float[] Unit(float[] vector)
    {
        var length = MathF.Sqrt(vector.Sum(v => v * v));
        return length < float.Epsilon ? vector : Array.ConvertAll(vector, v => v / length);
    }

    /// <summary>Common fields of both response messages: id=1, payload=2.</summary>
    private WireWriter Written() => new WireWriter()
        .Message(1, new WireWriter().Text(2, Id.ToString("D")))
        .Messages(2, payload.Select(field => new WireWriter().Text(1, field.Key).Bytes(2, field.Value)));

    private static IReadOnlyList<WireMessage> Items(ByteString bytes)
    {
        var value = WireMessage.Read(bytes, 1, 2, 3, 4, 5, 6, 7);
        return value.Has(7) ? value.Message(7, 1).Messages(1, 1, 2, 3, 4, 5, 6, 7) : [value];
    }

    /// <summary>VectorsOutput{vector=1{data=1 until 1.16 | dense=101{data=1}}}.</summary>
    private WireWriter Vectors(bool old) => new WireWriter().Message(
        1, old ? new WireWriter().Floats(1, Vector) : new WireWriter().Message(101, new WireWriter().Floats(1, Vector)));
}
