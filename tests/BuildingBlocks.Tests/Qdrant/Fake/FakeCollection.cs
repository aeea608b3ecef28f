using Google.Protobuf;

namespace SpotifyPlatform.BuildingBlocks.Tests.Qdrant.Fake;

/// <summary>A collection in memory.</summary>
internal sealed class FakeCollection
{
    private readonly Dictionary<Guid, FakePoint> points = [];

    /// <summary>
    /// CreateCollection{collection_name=1, hnsw_config=4, on_disk_payload=8, vectors_config=10, quantization_config=14}, its
    /// VectorsConfig{params=1{size=1, distance=2, on_disk=5}}, HnswConfigDiff{on_disk=5}, QuantizationConfig{scalar=1{type=1, quantile=2, always_ram=3}}.
    /// </summary>
    public FakeCollection(WireMessage request)
    {
        var vectors = request.Message(10, 1).Message(1, 1, 2, 5);
        (Dimensions, Distance) = ((int)vectors.Integer(1), (int)vectors.Integer(2));
        Created = new FakeCreation(
            vectors.Bool(5), request.Message(4, 5).Bool(5), request.Bool(8), request.Has(14) ? Quantization(request.Message(14, 1).Message(1, 1, 2, 3)) : null);
    }

    public FakeCollection(int dimensions, int distance) => (Dimensions, Distance) = (dimensions, distance);

    public int Dimensions { get; }

    public int Distance { get; }

    public FakeCreation? Created { get; }

    /// <summary>Whether the last search ignored quantized vectors; else it rescored with the original ones.</summary>
    public bool? IgnoredQuantization { get; private set; }

    /// <summary>Field name to type: 0 keyword, 1 integer, 5 bool.</summary>
    public Dictionary<string, int> Indexes { get; } = [];

    public IReadOnlyDictionary<Guid, FakePoint> Points => points;

    private static FakeQuantization Quantization(WireMessage scalar) => new((int)scalar.Integer(1), scalar.Float(2), scalar.Bool(3));

    /// <summary>CollectionInfo{status=1, segments_count=4, config=7{params=1{shard_number=3, vectors_config=5}}, payload_schema=8}.</summary>
    public WireWriter Describe()
    {
        var parameters = new WireWriter().Integer(1, (ulong)Dimensions).Integer(2, (ulong)Distance);
        var configuration = new WireWriter().Message(1, new WireWriter().Integer(3, 1).Message(5, new WireWriter().Message(1, parameters)));
        var schema = Indexes.Select(index => new WireWriter().Text(1, index.Key).Message(2, new WireWriter().Integer(1, 1)));
        return new WireWriter().Integer(1, 1).Integer(4, 2).Message(7, configuration).Messages(8, schema);
    }

    public void Upsert(IEnumerable<ByteString> messages)
    {
        foreach (var point in messages.Select(bytes => new FakePoint(bytes, Dimensions)))
            points[point.Id] = point;
    }

    public void Delete(IEnumerable<Guid> ids)
    {
        foreach (var id in ids)
            points.Remove(id);
    }

    /// <summary>
    /// QueryPoints{query=3{nearest=1{dense=2{data=1}}}, filter=5, params=6{hnsw_ef=1, exact=2, quantization=3{ignore=1, rescore=2, oversampling=3}}, limit=8,
    /// with_vectors=10{enable=1}, with_payload=11{enable=1}}. Equal scores are returned in arbitrary order.
    /// </summary>
    public IEnumerable<(FakePoint Point, float Score)> Query(WireMessage request)
    {
        var search = request.Message(6, 1, 2, 3);
        var quantization = search.Message(3, 1, 2, 3);
        IgnoredQuantization = quantization.Has(1) && quantization.Bool(1);
        if (search.Integer(1) < request.Integer(8) || !(IgnoredQuantization.Value || quantization.Bool(2)))
            throw new WireFault("a search is narrower than its limit, or uses quantized vectors without rescoring");
        if (!request.Message(10, 1).Bool(1) || !request.Message(11, 1).Bool(1))
            throw new WireFault("a search wants no vectors or no payload");
        var query = FakePoint.Unit(request.Message(3, 1).Message(1, 2).Message(2, 1).Floats(1));
        if (query.Length != Dimensions)
            throw new WireFault($"a query has {query.Length} numbers, the collection {Dimensions}");
        var filter = request.Has(5) ? FakeConditions.Of(request.Message(5, 2, 3)) : _ => true;
        return points.Values
            .Where(filter)
            .Select(point => (Point: point, Score: point.Score(query)))
            .OrderByDescending(p => p.Score).ThenBy(p => p.Point.Id.GetHashCode())
            .Take((int)request.Integer(8));
    }
}

/// <summary>The parameters of a collection's creation.</summary>
internal sealed record FakeCreation(bool VectorsOnDisk, bool GraphOnDisk, bool PayloadOnDisk, FakeQuantization? Quantization);

/// <summary>ScalarQuantization; type 1 is int8.</summary>
internal sealed record FakeQuantization(int Type, float Quantile, bool InMemory);
