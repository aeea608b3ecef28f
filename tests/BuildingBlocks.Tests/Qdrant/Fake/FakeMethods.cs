using Google.Protobuf;
using Grpc.Core;

namespace SpotifyPlatform.BuildingBlocks.Tests.Qdrant.Fake;

/// <summary>The methods that the adapter calls, implemented with the published field numbers.</summary>
internal sealed class FakeMethods(Dictionary<string, FakeCollection> collections)
{
    private const int WriteStrong = 2;
    private const int Completed = 2;

    public string Version { get; set; } = "1.19.0";

    /// <summary>Returns vectors in VectorOutput.data, as servers up to 1.16 do.</summary>
    public bool OldVectors { get; set; }

    /// <summary>UpdateStatus of the next write; 2 is Completed.</summary>
    public Queue<int> Statuses { get; } = new();

    /// <summary>Limit of each query of the last query batch.</summary>
    public IReadOnlyList<int> LastLimits { get; private set; } = [];

    public ByteString Answer(string method, ByteString request) => (method switch
    {
        // HealthCheckReply{title=1, version=2}.
        "Qdrant/HealthCheck" => new WireWriter().Text(1, "a fake").Text(2, Version),
        "Collections/Get" => new WireWriter().Message(1, Named(WireMessage.Read(request, 1)).Describe()).Double(2, 0.001),
        "Collections/Create" => Create(WireMessage.Read(request, 1, 4, 8, 10, 14)),
        "Points/CreateFieldIndex" => CreateFieldIndex(WireMessage.Read(request, 1, 2, 3, 4, 6)),
        "Points/Upsert" => Upsert(WireMessage.Read(request, 1, 2, 3, 4)),
        "Points/Delete" => Delete(WireMessage.Read(request, 1, 2, 3, 4)),
        "Points/Get" => Get(WireMessage.Read(request, 1, 2, 4, 5)),
        "Points/Count" => Count(WireMessage.Read(request, 1, 3)),
        "Points/QueryBatch" => QueryBatch(WireMessage.Read(request, 1, 2)),
        _ => throw new RpcException(new Status(StatusCode.Unimplemented, method)),
    }).ToBytes();

    private FakeCollection Named(WireMessage request) => collections.TryGetValue(request.Text(1), out var collection)
        ? collection
        : throw new RpcException(new Status(StatusCode.NotFound, $"Not found: Collection `{request.Text(1)}` doesn't exist!"));

    private WireWriter Create(WireMessage request) => collections.TryAdd(request.Text(1), new FakeCollection(request))
        ? new WireWriter().Integer(1, 1).Double(2, 0.1)
        : throw new RpcException(new Status(StatusCode.AlreadyExists, $"Collection `{request.Text(1)}` already exists!"));

    private WireWriter CreateFieldIndex(WireMessage request)
    {
        Named(request).Indexes[request.Text(3)] = (int)request.Integer(4);
        return Written(request, ordering: 6);
    }

    private WireWriter Upsert(WireMessage request)
    {
        Named(request).Upsert(request.AllBytes(3));
        return Written(request, ordering: 4);
    }

    /// <summary>PointsSelector{points=1{ids=1}}.</summary>
    private WireWriter Delete(WireMessage request)
    {
        Named(request).Delete(request.Message(3, 1).Message(1, 1).AllBytes(1).Select(FakePoint.ReadId));
        return Written(request, ordering: 4);
    }

    private WireWriter Get(WireMessage request)
    {
        if (!request.Message(4, 1).Bool(1) || !request.Message(5, 1).Bool(1))
            throw new WireFault("a look-up wants no payload or no vectors");
        var points = Named(request).Points;
        var found = request.AllBytes(2).Select(FakePoint.ReadId).Where(points.ContainsKey).Select(id => points[id].Retrieved(OldVectors));
        return new WireWriter().Messages(1, found).Double(2, 0.001);
    }

    private WireWriter Count(WireMessage request) =>
        request.Bool(3) ? new WireWriter().Message(1, new WireWriter().Integer(1, (ulong)Named(request).Points.Count)) : throw new WireFault("a count is not exact");

    private WireWriter QueryBatch(WireMessage request)
    {
        var queries = request.Messages(2, 1, 3, 5, 6, 8, 10, 11);
        LastLimits = [.. queries.Select(query => (int)query.Integer(8))];
        var results = queries.Select(query => new WireWriter().Messages(1, Named(query).Query(query).Select(p => p.Point.Scored(p.Score, OldVectors))));
        return new WireWriter().Messages(1, results).Double(2, 0.001);
    }

    /// <summary>PointsOperationResponse{result=1{operation_id=1, status=2}, time=2}; every write waits (2) and is ordered strongly.</summary>
    private WireWriter Written(WireMessage request, int ordering)
    {
        if (!request.Bool(2) || request.Message(ordering, 1).Integer(1) != WriteStrong)
            throw new WireFault("a write does not wait or is not ordered strongly");
        var status = Statuses.TryDequeue(out var next) ? next : Completed;
        return new WireWriter().Message(1, new WireWriter().Integer(1, 1).Integer(2, (ulong)status)).Double(2, 0.001);
    }
}
