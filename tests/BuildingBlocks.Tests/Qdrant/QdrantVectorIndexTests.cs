using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using SpotifyPlatform.BuildingBlocks.Tests.Qdrant.Fake;

namespace SpotifyPlatform.BuildingBlocks.Tests.Qdrant;

public sealed class QdrantVectorIndexTests : IAsyncLifetime
{
    private const string Key = "a-key-of-the-test";
    private readonly World world = new(seed: 20261121);
    private FakeQdrant server = null!;

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync() => server = await FakeQdrant.StartAsync();

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        Assert.Empty(server.WireFaults);
    }

    [Fact]
    public async Task FirstCall_NoCollection_CreatesItWithoutQuantizationAndWithIndexes()
    {
        using var index = Open();
        Assert.Empty(server.Calls);
        Assert.Equal(0, await index.CountAsync(None));
        var collection = server.Collections["tracks"];
        Assert.Equal((13, 1), (collection.Dimensions, collection.Distance));
        Assert.Equal(new FakeCreation(VectorsOnDisk: false, GraphOnDisk: false, PayloadOnDisk: true, Quantization: null), collection.Created);
        Assert.Equal(
            new Dictionary<string, int> { ["popularity"] = 1, ["year"] = 1, ["genres"] = 0, ["artist_ids"] = 0, ["explicit"] = 5, ["has_mbid"] = 5 },
            collection.Indexes);

        await index.CountAsync(None);
        Assert.Single(server.Calls, call => call == "Collections/Create");
        Assert.Equal(2, server.Calls.Count(call => call == "Collections/Get"));
    }

    [Fact]
    public async Task FirstCall_Int8QuantizationConfigured_CreatesInt8VectorsInMemory()
    {
        using var index = QdrantIndexes.Open(new QdrantOptions { Address = server.Address, Int8Quantization = true, VectorsOnDisk = true });
        await index.CountAsync(None);
        Assert.Equal(
            new FakeCreation(VectorsOnDisk: true, GraphOnDisk: false, PayloadOnDisk: true, new FakeQuantization(1, 0.99f, InMemory: true)),
            server.Collections["tracks"].Created);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Search_CollectionWithInt8Vectors_UsesThemOnlyWhenConfigured(bool configured)
    {
        using (var creator = QdrantIndexes.Open(new QdrantOptions { Address = server.Address, Int8Quantization = true }))
            await creator.UpsertAsync([Point()], None);
        using var index = QdrantIndexes.Open(new QdrantOptions { Address = server.Address, Int8Quantization = configured });
        Assert.Single(await index.SearchAsync(new VectorQuery(Vector(), 5), None));
        Assert.Equal(!configured, server.Collections["tracks"].IgnoredQuantization);
    }

    [Fact]
    public async Task FirstCall_CollectionHalfMade_MakesTheMissingIndexes()
    {
        server.Collections["tracks"] = new FakeCollection(dimensions: 13, distance: 1) { Indexes = { ["year"] = 1, ["genres"] = 0 } };
        using var index = Open();
        await index.CountAsync(None);
        Assert.DoesNotContain("Collections/Create", server.Calls);
        Assert.Equal(4, server.Calls.Count(call => call == "Points/CreateFieldIndex"));
        Assert.Equal(6, server.Collections["tracks"].Indexes.Count);
    }

    [Fact]
    public async Task FirstCall_AnotherProcessIsFaster_UsesItsCollection()
    {
        using var index = Open();
        server.Next("Collections/Create", new FakeFault(StatusCode.AlreadyExists, AfterWork: true));
        Assert.Equal(0, await index.CountAsync(None));
    }

    [Theory]
    [InlineData(14, 1)]
    [InlineData(13, 3)]
    public async Task FirstCall_CollectionOfOtherVectors_SaysTheRemedy(int dimensions, int distance)
    {
        server.Collections["tracks"] = new FakeCollection(dimensions, distance);
        using var index = Open();
        var ex = await Assert.ThrowsAsync<StoreRefusedException>(() => index.UpsertAsync([Point()], None));
        Assert.Contains("Storage:Qdrant:Collection", ex.Message, StringComparison.Ordinal);
        Assert.Contains("Embedding:Dimensions", ex.Message, StringComparison.Ordinal);
        Assert.Empty(server.Collections["tracks"].Points);
    }

    [Theory]
    [InlineData("1.12.6", false)]
    [InlineData("1.13.0", true)]
    [InlineData("1.20.0-dev", true)]
    [InlineData("custom", true)]
    public async Task FirstCall_Version_DecidesWhetherItWillDo(string version, bool will)
    {
        server.Methods.Version = version;
        using var index = Open();
        if (will)
            Assert.Equal(0, await index.CountAsync(None));
        else
            Assert.Contains("1.13", (await Assert.ThrowsAsync<StoreRefusedException>(() => index.CountAsync(None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstCall_FailsOnce_IsTriedByTheNextCall()
    {
        using var index = Open(attempts: 1);
        server.Next("Qdrant/HealthCheck", new FakeFault(StatusCode.Unavailable));
        await Assert.ThrowsAsync<IOException>(() => index.CountAsync(None));
        Assert.Equal(0, await index.CountAsync(None));
    }

    [Fact]
    public async Task Upsert_ManyPoints_AreSentInBatches()
    {
        using var index = Open(batch: 100);
        var points = Points(250);
        await index.UpsertAsync(points, None);
        Assert.Equal(3, server.Calls.Count(call => call == "Points/Upsert"));
        Assert.Equal(250, await index.CountAsync(None));
        Assert.Equal(250, (await index.GetAsync([.. points.Select(p => p.Id)], None)).Count);
        Assert.Equal(3, server.Calls.Count(call => call == "Points/Get"));
    }

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.ResourceExhausted)]
    [InlineData(StatusCode.DeadlineExceeded)]
    [InlineData(StatusCode.Internal)]
    public async Task Upsert_FaultThatPasses_IsRepeated(StatusCode status)
    {
        using var index = Open();
        server.Next("Points/Upsert", new FakeFault(status));
        server.Next("Points/Upsert", new FakeFault(status, AfterWork: true));
        await index.UpsertAsync([Point()], None);
        Assert.Equal(3, server.Calls.Count(call => call == "Points/Upsert"));
        Assert.Equal(1, await index.CountAsync(None));
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.Unauthenticated)]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.Unimplemented)]
    public async Task Upsert_FaultThatStays_IsTriedOnce(StatusCode status)
    {
        using var index = Open();
        server.Next("Points/Upsert", new FakeFault(status));
        await Assert.ThrowsAsync<StoreRefusedException>(() => index.UpsertAsync([Point()], None));
        Assert.Single(server.Calls, call => call == "Points/Upsert");
    }

    [Fact]
    public async Task Upsert_DeadlineExceeded_IsUnknownAfterItsAttempts()
    {
        using var index = Open(attempts: 2);
        await index.CountAsync(None);
        server.Next("Points/Upsert", new FakeFault(StatusCode.DeadlineExceeded));
        server.Next("Points/Upsert", new FakeFault(StatusCode.DeadlineExceeded, AfterWork: true));
        await Assert.ThrowsAsync<TimeoutException>(() => index.UpsertAsync([Point()], None));
        Assert.Equal(2, server.Calls.Count(call => call == "Points/Upsert"));
    }

    [Theory]
    [InlineData(1)] // Acknowledged
    [InlineData(3)] // ClockRejected
    [InlineData(4)] // WaitTimeout
    public async Task Upsert_NotCompleted_IsRepeatedUntilItIs(int status)
    {
        using var index = Open();
        await index.CountAsync(None);
        server.Methods.Statuses.Enqueue(status);
        await index.UpsertAsync([Point()], None);
        Assert.Equal(2, server.Calls.Count(call => call == "Points/Upsert"));
    }

    [Fact]
    public async Task Upsert_NeverCompleted_IsUnknown()
    {
        using var index = Open(attempts: 3);
        await index.CountAsync(None);
        for (var i = 0; i < 3; i++)
            server.Methods.Statuses.Enqueue(1);
        await Assert.ThrowsAsync<TimeoutException>(() => index.UpsertAsync([Point()], None));
    }

    [Fact]
    public async Task Search_Unavailable_IsRepeated()
    {
        using var index = Open();
        server.Next("Points/QueryBatch", new FakeFault(StatusCode.Unavailable));
        Assert.Empty(await index.SearchAsync(new VectorQuery(Vector(), 5), None));
    }

    [Fact]
    public async Task Search_DeadlineExceeded_IsNotRepeated()
    {
        using var index = Open();
        await index.CountAsync(None);
        server.Next("Points/QueryBatch", new FakeFault(StatusCode.DeadlineExceeded));
        await Assert.ThrowsAsync<TimeoutException>(() => index.SearchAsync(new VectorQuery(Vector(), 5), None));
        Assert.Single(server.Calls, call => call == "Points/QueryBatch");
    }

    [Fact]
    public async Task Call_Deadline_IsSentToTheServer()
    {
        using var index = QdrantIndexes.Open(new QdrantOptions { Address = server.Address, ReadTimeout = TimeSpan.FromMinutes(7), WriteTimeout = TimeSpan.FromMinutes(11) });
        await index.CountAsync(None);
        Assert.InRange(server.LastTimeout, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(7));
        await index.UpsertAsync([Point()], None);
        Assert.InRange(server.LastTimeout, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(11));
    }

    [Fact]
    public async Task Call_RetryAfterTooLong_IsNotWaitedFor()
    {
        using var index = Open();
        await index.CountAsync(None);
        server.Next("Points/Count", new FakeFault(StatusCode.ResourceExhausted, RetryAfter: "3600"));
        await Assert.ThrowsAsync<IOException>(() => index.CountAsync(None));
    }

    [Fact]
    public async Task Call_CancelledWhileItHangs_Ends()
    {
        using var index = Open();
        await index.CountAsync(None);
        server.Next("Points/Count", new FakeFault(Hangs: true));
        using var stop = new CancellationTokenSource();
        var counting = index.CountAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => counting);
    }

    [Fact]
    public async Task Call_Key_IsSentInItsHeaderAndNeverTold()
    {
        server.ApiKey = Key;
        using (var index = Open(key: Key))
            Assert.Equal(0, await index.CountAsync(None));
        using var wrong = Open(key: Key + "x");
        var ex = await Assert.ThrowsAsync<StoreRefusedException>(() => wrong.CountAsync(None));
        Assert.Contains("Storage__Qdrant__ApiKey", ex.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, ex.ToString(), StringComparison.Ordinal);
        using var none = Open();
        await Assert.ThrowsAsync<StoreRefusedException>(() => none.CountAsync(None));
    }

    [Fact]
    public async Task Call_OverTls_TrustsTheAuthorityThatIsNamed()
    {
        using var certificate = SelfSigned();
        await using var secured = await FakeQdrant.StartAsync(certificate);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
            using (var trusting = QdrantIndexes.Open(new QdrantOptions { Address = Named(secured), CertificateAuthorityFile = file }))
                Assert.Equal(0, await trusting.CountAsync(None));
            using var careful = QdrantIndexes.Open(new QdrantOptions { Address = Named(secured) });
            var ex = await Assert.ThrowsAsync<StoreRefusedException>(() => careful.CountAsync(None));
            Assert.Contains("CertificateAuthorityFile", ex.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }

        static Uri Named(FakeQdrant server) => new($"https://localhost:{server.Address.Port}");
    }

    [Fact]
    public async Task Point_OfAnOlderServer_IsRead()
    {
        server.Methods.OldVectors = true;
        using var index = Open();
        var point = Point();
        await index.UpsertAsync([point], None);
        Assert.Equal(point.Id, (await index.SearchAsync(new VectorQuery(point.Vector, 1), None)).Single().Id);
        Assert.Equal(point.Id, (await index.GetAsync([point.Id], None)).Single().Id);
    }

    [Fact]
    public async Task Ids_AtTheirBounds_AreUuidsAndBack()
    {
        using var index = Open();
        TrackId[] ids = [new(UInt128.Zero), new(UInt128.One), new(UInt128.MaxValue), TrackId.Parse("4uLU6hMCjMI75M1A2tKUQC")];
        await index.UpsertAsync([.. ids.Select(id => Point() with { Id = id, Payload = world.Description(id) })], None);
        Assert.Equal(ids.Order(), (await index.GetAsync(ids, None)).Select(p => p.Id).Order());
        var uuids = server.Collections["tracks"].Points.Keys.Select(uuid => uuid.ToString()).ToHashSet();
        Assert.Contains("00000000-0000-0000-0000-000000000001", uuids);
        Assert.Contains("ffffffff-ffff-ffff-ffff-ffffffffffff", uuids);
        Assert.Contains(new Guid(ids[3].ToKey(), bigEndian: true).ToString(), uuids);
    }

    [Fact]
    public async Task Search_WithoutWeights_FetchesLittleMoreThanItAnswers()
    {
        using var index = Open();
        await index.UpsertAsync(Points(2000), None);
        await index.SearchAsync(new VectorQuery(Vector(), 10), None);
        Assert.Equal(1, server.Calls.Count(call => call == "Points/QueryBatch"));
        Assert.InRange(server.Methods.LastLimits.Single(), 10, 40);
    }

    [Fact]
    public async Task Search_WithWeights_FetchesItsOversampling()
    {
        using var index = Open();
        await index.UpsertAsync(Points(2000), None);
        await index.SearchAsync(new VectorQuery(Vector(), 10) { Weights = [3, .. Enumerable.Repeat(1f, 12)] }, None);
        Assert.InRange(server.Methods.LastLimits.Single(), 160, 200);
        await index.SearchAsync(new VectorQuery(Vector(), 10) { Weights = [.. Enumerable.Repeat(3f, 13)] }, None);
        Assert.InRange(server.Methods.LastLimits.Single(), 10, 40);
    }

    [Fact]
    public async Task Search_MoreThanAnAnswerHolds_IsRefusedWithTheRemedy()
    {
        using var index = Open(candidates: 64);
        await index.UpsertAsync(Points(100), None);
        var ex = await Assert.ThrowsAsync<ArgumentException>(() => index.SearchAsync(new VectorQuery(Vector(), 65), None));
        Assert.Contains("MaxCandidates", ex.Message, StringComparison.Ordinal);
        Assert.Equal(64, (await index.SearchAsync(new VectorQuery(Vector(), 64), None)).Count);
    }

    [Fact]
    public async Task Search_ManyQueries_AreSpreadOverAnswersThatFit()
    {
        using var index = Open(maxMessage: 256 * 1024);
        await index.UpsertAsync(Points(50), None);
        var answers = await index.SearchAsync([.. Enumerable.Range(0, 20).Select(_ => new VectorQuery(Vector(), 10))], None);
        Assert.All(answers, hits => Assert.Equal(10, hits.Count));
        Assert.InRange(server.Calls.Count(call => call == "Points/QueryBatch"), 5, 20);
    }

    public static TheoryData<string, string, byte[]> HostileAnswers()
    {
        WireWriter Id(string uuid) => new WireWriter().Text(2, uuid);
        var uuid = Guid.Empty.ToString();
        var vector = new WireWriter().Message(1, new WireWriter().Message(101, new WireWriter().Floats(1, new float[13])));
        byte[] Query(params WireWriter[] points) => [.. new WireWriter().Message(1, new WireWriter().Messages(1, points)).ToBytes()];
        byte[] Get(params WireWriter[] points) => [.. new WireWriter().Messages(1, points).ToBytes()];
        return new()
        {
            { "no answer to the query", "Points/QueryBatch", [] },
            { "two answers to one query", "Points/QueryBatch", [.. new WireWriter().Message(1, new WireWriter()).Message(1, new WireWriter()).ToBytes()] },
            { "more points than asked for", "Points/QueryBatch", Query([.. Enumerable.Repeat(new WireWriter(), 5000)]) },
            { "no id", "Points/QueryBatch", Query(new WireWriter().Message(6, vector)) },
            { "a number for an id", "Points/QueryBatch", Query(new WireWriter().Message(1, new WireWriter().Integer(1, 7)).Message(6, vector)) },
            { "an id that is no UUID", "Points/QueryBatch", Query(new WireWriter().Message(1, Id("x")).Message(6, vector)) },
            { "no vector", "Points/QueryBatch", Query(new WireWriter().Message(1, Id(uuid))) },
            {
                "a short vector", "Points/QueryBatch",
                Query(new WireWriter().Message(1, Id(uuid)).Message(6, new WireWriter().Message(1, new WireWriter().Message(101, new WireWriter().Floats(1, [1, 2])))))
            },
            {
                "not a number", "Points/QueryBatch",
                Query(new WireWriter().Message(1, Id(uuid)).Message(6, new WireWriter().Message(1, new WireWriter().Floats(1, [.. new float[12], float.NaN]))))
            },
            {
                "a payload that is none", "Points/QueryBatch",
                Query(new WireWriter().Message(1, Id(uuid)).Bytes(2, ByteString.CopyFrom(255, 255)).Message(6, new WireWriter().Message(1, new WireWriter().Floats(1, [1, .. new float[12]]))))
            },
            {
                "no payload", "Points/QueryBatch",
                Query(new WireWriter().Message(1, Id(uuid)).Message(6, new WireWriter().Message(1, new WireWriter().Floats(1, [1, .. new float[12]]))))
            },
            { "a point that was not asked for", "Points/Get", Get(new WireWriter().Message(1, Id(Guid.NewGuid().ToString())).Message(4, vector)) },
            { "no count", "Points/Count", [] },
        };
    }

    [Theory]
    [MemberData(nameof(HostileAnswers))]
    public async Task Answer_ThatCannotBe_IsRefused(string case_, string method, byte[] answer)
    {
        Assert.NotEmpty(case_);
        using var index = Open();
        await index.UpsertAsync([Point()], None);
        server.Next(method, new FakeFault(Answer: ByteString.CopyFrom(answer)));
        await Assert.ThrowsAsync<InvalidDataException>(() => method switch
        {
            "Points/Get" => index.GetAsync(world.Ids(1), None),
            "Points/Count" => index.CountAsync(None),
            _ => index.SearchAsync(new VectorQuery(Vector(), 3), None),
        });
    }

    public static TheoryData<string, byte[]?> BadPayloads() => new()
    {
        { "title", null },
        { "popularity", [.. new WireWriter().Integer(3, 101).ToBytes()] },
        { "popularity", [.. new WireWriter().Text(4, "50").ToBytes()] },
        { "year", [.. new WireWriter().Integer(3, 1UL << 40).ToBytes()] },
        { "genres", [.. new WireWriter().Text(4, "jazz").ToBytes()] },
        { "genres", [.. new WireWriter().Message(7, new WireWriter().Message(1, new WireWriter().Integer(3, 1))).ToBytes()] },
        { "artist_ids", [.. new WireWriter().Message(7, new WireWriter().Message(1, new WireWriter().Text(4, "no id"))).ToBytes()] },
        { "mbid", [.. new WireWriter().Text(4, "no mbid").ToBytes()] },
        { "isrc", [.. new WireWriter().Text(4, "no isrc").ToBytes()] },
        { "length", [.. new WireWriter().Double(2, double.NaN).ToBytes()] },
        { "length", [.. new WireWriter().Double(2, -1).ToBytes()] },
    };

    [Theory]
    [MemberData(nameof(BadPayloads))]
    public async Task Payload_ThatIsNotOurs_IsRefusedByItsField(string field, byte[]? value)
    {
        using var index = Open();
        var point = Point();
        await index.UpsertAsync([point], None);
        server.Collections["tracks"].Points.Values.Single().Overwrite(field, value is null ? null : ByteString.CopyFrom(value));
        var ex = await Assert.ThrowsAsync<InvalidDataException>(() => index.GetAsync([point.Id], None));
        Assert.Contains($"{point.Id}: {field} ", ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_LongerThanItMayBe_IsRefused()
    {
        using var index = Open(maxMessage: 64 * 1024, attempts: 1);
        var point = Point();
        await index.UpsertAsync([point with { Payload = point.Payload with { Title = new string('x', 40_000) } }], None);
        await index.UpsertAsync([point with { Id = new TrackId(UInt128.One), Payload = point.Payload with { Id = new TrackId(UInt128.One), Title = new string('x', 40_000) } }], None);
        await Assert.ThrowsAsync<IOException>(() => index.SearchAsync(new VectorQuery(point.Vector, 2), None));
    }

    [Fact]
    public async Task Call_NoServer_IsUnavailable()
    {
        var address = server.Address;
        await server.DisposeAsync();
        using var index = QdrantIndexes.Open(new QdrantOptions { Address = address, MaxAttempts = 2, RetryDelay = TimeSpan.FromMilliseconds(1) });
        Assert.Contains(address.ToString(), (await Assert.ThrowsAsync<IOException>(() => index.CountAsync(None))).Message, StringComparison.Ordinal);
    }

    private QdrantVectorIndex Open(
        int attempts = 5, string? key = null, int batch = 256, int candidates = 4096, int maxMessage = 1 << 24) => QdrantIndexes.Open(new QdrantOptions
    {
        Address = server.Address, ApiKey = key, MaxAttempts = attempts, BatchSize = batch, MaxCandidates = candidates, MaxMessageBytes = maxMessage,
        ReadTimeout = TimeSpan.FromSeconds(30), WriteTimeout = TimeSpan.FromSeconds(30), RetryDelay = TimeSpan.FromMilliseconds(1),
    });

    private VectorPoint[] Points(int count) => [.. world.Ids(count).Select(id => new VectorPoint(id, Vector(), world.Description(id), world.Mbid()))];

    /// <summary>With every field of the payload.</summary>
    private VectorPoint Point()
    {
        var point = Points(1)[0];
        return point with { Payload = point.Payload with { Year = 1999, Isrc = world.Isrc() } };
    }

    private float[] Vector() => FeatureVector.From(world.Features(), 1 + world.Next(100));

    private static X509Certificate2 SelfSigned()
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
