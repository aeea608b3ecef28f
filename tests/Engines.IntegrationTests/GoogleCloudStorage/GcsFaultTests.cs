using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.LocalCopies;
using SpotifyPlatform.GoogleCloudStorage;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Testing;
using SpotifyPlatform.Testing.Artifacts;
using Xunit.Abstractions;

namespace SpotifyPlatform.Engines.IntegrationTests.GoogleCloudStorage;

/// <summary>The adapter behind a proxy that cuts, loses, changes and refuses.</summary>
[Trait("Category", "Integration")]
public sealed class GcsFaultTests(ITestOutputHelper log)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ArtifactKey Key = ArtifactKey.Parse("tables/tracks/1/000000-000000.part");
    private static readonly byte[] Content = Bytes(2_500_000);

    [SkippableTheory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(5, false)]
    public async Task Create_UploadCutAtRandomBytes_ArrivesWholeOnce(int seed, bool resumes)
    {
        await using var world = await WorldAsync();
        var random = new Random(seed);
        var cuts = 0;
        world.Proxy.Decide = request => IsChunk(request) && cuts < 8 && random.Next(4) > 0 && ++cuts > 0
            ? new Fault(FaultKind.CutRequest, random.Next(600_000))
            : Fault.None;

        using var store = world.Open(settings => settings with { ChunkBytes = 1 << 20, MaxAttempts = 12 }, resumes);
        Assert.True(await store.CreateAsync(Key, new MemoryStream(Content), None));

        log.WriteLine($"seed {seed}: {cuts} cuts, {world.Proxy.Requests} requests");
        Assert.NotEqual(0, cuts);
        await AssertStoredOnceAsync(world);
    }

    [SkippableTheory]
    [InlineData("POST", 0)]
    [InlineData("PUT", 0)]
    [InlineData("PUT", 1)]
    [InlineData("PUT", 2)]
    public async Task Create_AnswerLost_HasOneEffect(string method, int number)
    {
        foreach (var resumes in new[] { true, false })
        {
            await using var world = await WorldAsync();
            var seen = 0;
            world.Proxy.Decide = request => IsUpload(request) && request.Method == method && seen++ == number ? new Fault(FaultKind.LoseAnswer) : Fault.None;
            using var store = world.Open(settings => settings with { ChunkBytes = 1 << 20 }, resumes);
            Assert.True(await store.CreateAsync(Key, new MemoryStream(Content), None));
            Assert.True(seen > number);
            await AssertStoredOnceAsync(world);
        }
    }

    [SkippableFact]
    public async Task Create_AnswerLostAndTheObjectIsOfSomeoneElse_IsFalse()
    {
        await using var world = await WorldAsync();
        using var other = GcsServer.Open(world.Bucket);
        world.Proxy.Decide = request =>
        {
            if (!IsChunk(request))
                return Fault.None;
            // Equal bytes, so that only the upload's id tells them apart.
            Assert.True(other.CreateAsync(Key, new MemoryStream(Content), None).GetAwaiter().GetResult());
            world.Proxy.Decide = _ => Fault.None;
            return new Fault(FaultKind.CutRequest);
        };
        using var store = world.Open();
        Assert.False(await store.CreateAsync(Key, new MemoryStream(Content), None));
        Assert.Equal(0, world.Proxy.Created);
    }

    [SkippableFact]
    public async Task Create_SessionForgotten_StartsAgain()
    {
        await using var world = await WorldAsync();
        var chunks = 0;
        world.Proxy.Decide = request =>
        {
            if (IsChunk(request) && ++chunks == 2)
                world.Proxy.ForgetSessions();
            return Fault.None;
        };
        using var store = world.Open(settings => settings with { ChunkBytes = 1 << 20 }, resumes: true);
        Assert.True(await store.CreateAsync(Key, new MemoryStream(Content), None));
        await AssertStoredOnceAsync(world);
    }

    [SkippableFact]
    public async Task Create_BytesChangedOnTheWay_AreSentAgain()
    {
        await using var world = await WorldAsync();
        var damaged = 0;
        world.Proxy.Decide = request => IsChunk(request) && damaged++ == 0 ? new Fault(FaultKind.DamageRequest, 1000) : Fault.None;
        using var store = world.Open();
        Assert.True(await store.CreateAsync(Key, new MemoryStream(Content), None));
        await AssertReadsAsync(world);
    }

    [SkippableFact]
    public async Task Create_NeverAnswered_IsUnknownAndRepeatable()
    {
        await using var world = await WorldAsync();
        world.Proxy.Decide = request => IsChunk(request) ? new Fault(FaultKind.CutRequest) : Fault.None;
        using var store = world.Open();
        var error = await Assert.ThrowsAsync<TimeoutException>(() => store.CreateAsync(Key, new MemoryStream(Content), None));
        Assert.Contains("outcome is unknown", error.Message, StringComparison.Ordinal);
        world.Proxy.Decide = _ => Fault.None;
        Assert.True(await store.CreateAsync(Key, new MemoryStream(Content), None));
        await AssertStoredOnceAsync(world);
    }

    [SkippableFact]
    public async Task Delete_AnswerLost_HasOneEffect()
    {
        await using var world = await WorldAsync();
        using var store = world.Open();
        await store.CreateAsync(Key, new MemoryStream(Content), None);
        var lost = 0;
        world.Proxy.Decide = request => request.Method == HttpMethods.Delete && lost++ == 0 ? new Fault(FaultKind.LoseAnswer) : Fault.None;
        Assert.True(await store.DeleteAsync(Key, None));
        Assert.Null(await store.FindAsync(Key, None));
        Assert.False(await store.DeleteAsync(Key, None));
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Open_DownloadCutAtRandomBytes_IsReadWhole(int seed)
    {
        await using var world = await WorldAsync();
        using var store = world.Open();
        await store.CreateAsync(Key, new MemoryStream(Content), None);
        var random = new Random(seed);
        var cuts = 0;
        world.Proxy.Decide = request => IsDownload(request) && cuts < 20 && ++cuts > 0 ? new Fault(FaultKind.CutAnswer, random.Next(300_000)) : Fault.None;
        await AssertReadsAsync(world);
        Assert.InRange(cuts, 2, 20);
    }

    [SkippableFact]
    public async Task Open_AnotherObjectAfterACut_IsNoticed()
    {
        await using var world = await WorldAsync();
        using var direct = GcsServer.Open(world.Bucket);
        await direct.CreateAsync(Key, new MemoryStream(Content), None);
        var reads = 0;
        world.Proxy.Decide = request =>
        {
            if (!IsDownload(request) || reads++ > 0)
                return Fault.None;
            return new Fault(FaultKind.CutAnswer, 100_000);
        };
        using var store = world.Open();
        await using var stream = await store.OpenAsync(Key, ByteRange.All, None);
        Assert.True(await direct.DeleteAsync(Key, None));
        Assert.True(await direct.CreateAsync(Key, new MemoryStream(Bytes(2_500_000, seed: 2)), None));
        await Assert.ThrowsAnyAsync<IOException>(() => stream.CopyToAsync(Stream.Null));
    }

    [SkippableFact]
    public async Task Open_StalledAnswer_IsGivenUpAndReadOn()
    {
        await using var world = await WorldAsync();
        using var store = world.Open(settings => settings with { Timeout = TimeSpan.FromSeconds(2) });
        await store.CreateAsync(Key, new MemoryStream(Content), None);
        var stalls = 0;
        world.Proxy.Decide = request => IsDownload(request) && stalls++ == 0 ? new Fault(FaultKind.StallAnswer, 100_000) : Fault.None;
        Assert.Equal(Content, await ReadAsync(store));
    }

    [SkippableFact]
    public async Task Open_BytesChangedOnTheWay_AreNoticedAtTheEnd()
    {
        await using var world = await WorldAsync();
        using var store = world.Open();
        await store.CreateAsync(Key, new MemoryStream(Content), None);
        world.Proxy.Decide = request => IsDownload(request) ? new Fault(FaultKind.DamageAnswer, 1_234_567) : Fault.None;
        var error = await Assert.ThrowsAsync<IOException>(() => ReadAsync(store));
        Assert.Contains("CRC-32C", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Fetch_BytesChangedOnTheWay_NeverBecomeACopy()
    {
        await using var world = await WorldAsync();
        using var folder = new TemporaryFolder();
        using var store = world.Open();
        await store.CreateAsync(Key, new MemoryStream(Content), None);
        var reference = new ArtifactReference(Key, Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)));
        var cache = new CachedArtifacts(store, folder.File("cache"), 10 << 20, TimeProvider.System, rangeBytes: 1 << 20);

        // Always: a fault of the way, not another content.
        world.Proxy.Decide = request => IsDownload(request) ? new Fault(FaultKind.DamageAnswer, 12_345) : Fault.None;
        await Assert.ThrowsAsync<IOException>(() => cache.FetchAsync(reference, None));

        // Once, in one of the ranges.
        var damaged = 0;
        world.Proxy.Decide = request => IsDownload(request) && Interlocked.Increment(ref damaged) == 2 ? new Fault(FaultKind.DamageAnswer, 12_345) : Fault.None;
        using var copy = await cache.FetchAsync(reference, None);
        Assert.Equal(Content, await File.ReadAllBytesAsync(copy.Path));
    }

    [SkippableTheory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task Calls_BusyServer_AreRepeatedAndThenTransient(HttpStatusCode status)
    {
        await using var world = await WorldAsync();
        using var store = world.Open();
        var busy = new Fault(FaultKind.Answer, Status: status, RetryAfter: "0");
        var seen = new Dictionary<string, int>();
        world.Proxy.Decide = request => (seen[request.Method] = seen.GetValueOrDefault(request.Method) + 1) <= 2 ? busy : Fault.None;
        Assert.True(await store.CreateAsync(Key, new MemoryStream(Content[..1000]), None));
        Assert.Equal(1000, (await store.FindAsync(Key, None))!.Value.Length);
        Assert.All(new[] { "GET", "POST", "PUT" }, method => Assert.InRange(seen[method], 3, int.MaxValue));

        world.Proxy.Decide = _ => busy;
        var before = world.Proxy.Requests;
        await Assert.ThrowsAsync<IOException>(() => store.FindAsync(Key, None));
        Assert.Equal(new CallSettings().MaxAttempts, world.Proxy.Requests - before);
    }

    [SkippableFact]
    public async Task Calls_ServerThatAsksForALongWait_AreNotRepeated()
    {
        await using var world = await WorldAsync();
        using var store = world.Open();
        world.Proxy.Decide = _ => new Fault(FaultKind.Answer, Status: HttpStatusCode.TooManyRequests, RetryAfter: "3600");
        await Assert.ThrowsAsync<IOException>(() => store.FindAsync(Key, None));
        Assert.Equal(1, world.Proxy.Requests);
    }

    [SkippableFact]
    public async Task Check_NoSuchBucket_SaysWhatToDo()
    {
        GcsServer.SkipIfAbsent();
        using var store = GcsServer.Open("test-no-such-bucket");
        var error = await Assert.ThrowsAsync<StoreRefusedException>(() => store.CheckAsync(None));
        Assert.Contains("There is no bucket 'test-no-such-bucket': create it", error.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(HttpStatusCode.Forbidden, "roles/storage.objectUser on gs://")]
    [InlineData(HttpStatusCode.Unauthorized, "GOOGLE_APPLICATION_CREDENTIALS")]
    public async Task Calls_AccessDenied_SayWhatToDo(HttpStatusCode status, string remedy)
    {
        await using var world = await WorldAsync();
        using var store = world.Open();
        world.Proxy.Decide = _ => new Fault(FaultKind.Answer, Status: status);
        foreach (var call in new Func<Task>[] { () => store.CheckAsync(None), () => store.FindAsync(Key, None), () => store.OpenAsync(Key, ByteRange.All, None) })
            Assert.Contains(remedy, (await Assert.ThrowsAsync<StoreRefusedException>(call)).Message, StringComparison.Ordinal);
        world.Proxy.Decide = request => IsUpload(request) ? new Fault(FaultKind.Answer, Status: status) : Fault.None;
        Assert.Contains(remedy, (await Assert.ThrowsAsync<StoreRefusedException>(() => store.CreateAsync(Key, new MemoryStream(Content), None))).Message, StringComparison.Ordinal);
    }

    private static bool IsUpload(HttpRequest request) => request.Path.StartsWithSegments("/upload", StringComparison.Ordinal);

    private static bool IsChunk(HttpRequest request) => IsUpload(request) && request.Method == HttpMethods.Put;

    private static bool IsDownload(HttpRequest request) => request.Query["alt"] == "media";

    private static byte[] Bytes(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> ReadAsync(GcsArtifactStore store)
    {
        await using var stream = await store.OpenAsync(Key, ByteRange.All, None);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read);
        return read.ToArray();
    }

    private static async Task AssertReadsAsync(ProxiedBucket world)
    {
        using var store = world.Open();
        Assert.Equal(Content, await ReadAsync(store));
    }

    private static async Task AssertStoredOnceAsync(ProxiedBucket world)
    {
        Assert.Equal(1, world.Proxy.Created);
        world.Proxy.Decide = _ => Fault.None;
        await AssertReadsAsync(world);
    }

    private static async Task<ProxiedBucket> WorldAsync()
    {
        GcsServer.SkipIfAbsent();
        return new ProxiedBucket(await GcsServer.CreateBucketAsync(), await BucketProxy.StartAsync(GcsServer.Address!));
    }

    private sealed record ProxiedBucket(string Bucket, BucketProxy Proxy) : IAsyncDisposable
    {
        public GcsArtifactStore Open(Func<CallSettings, CallSettings>? change = null, bool resumes = false) =>
            GcsServer.Open(Bucket, address: Proxy.Address, change: change, resumes: resumes);

        public ValueTask DisposeAsync() => Proxy.DisposeAsync();
    }
}
