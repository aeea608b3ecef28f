using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Artifacts.Store.LocalCopies;
using SpotifyPlatform.GoogleCloudStorage;
using SpotifyPlatform.Testing.Artifacts;
using SpotifyPlatform.Testing.Crash;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>A bucket that answers 503, cuts uploads and downloads and loses answers, in the order of a seed, with an artifact for some events.</summary>
internal sealed class FlakyBucket : IAsyncDisposable
{
    private const int MaxBytes = 300_000;

    /// <summary>Less than all artifacts of a run, so that copies are evicted and fetched again.</summary>
    private const long CacheBytes = 2_000_000;

    private readonly TemporaryFolder folder = new();
    private readonly Random random;
    private readonly BucketProxy proxy;
    private readonly GcsArtifactStore store;
    private readonly CachedArtifacts cache;

    private FlakyBucket(BucketProxy proxy, string bucket, int seed)
    {
        this.proxy = proxy;
        random = new Random(seed);
        var settings = new CallSettings { RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(50), ChunkBytes = 256 << 10 };
        store = new GcsArtifactStore(new Bucket(bucket, proxy.Address, settings, TimeProvider.System, NullLogger.Instance) { ResumesUploads = true }, "", folder.File("scratch"));
        cache = new CachedArtifacts(store, folder.File("cache"), CacheBytes, TimeProvider.System);
        proxy.Decide = Decide;
    }

    public static async Task<FlakyBucket> CreateAsync(string server, int seed)
    {
        var name = $"chaos-{Guid.NewGuid():N}";
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(new Uri(new Uri(server), "/storage/v1/b?project=test"), new { name });
        answer.EnsureSuccessStatusCode();
        return new FlakyBucket(await BucketProxy.StartAsync(server), name, seed);
    }

    /// <summary>Creates the artifact of a number, however often that takes.</summary>
    public async Task CreateAsync(int number, CancellationToken cancellationToken)
    {
        while (true)
            try
            {
                await store.CreateAsync(CacheReader.Reference(number, BytesOf(number)).Key, new MemoryStream(CacheReader.Content(number, BytesOf(number))), cancellationToken);
                return;
            }
            catch (Exception ex) when (TransientFaultException.IsTransient(ex))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
    }

    /// <summary>Fetches the artifact of a number, as a handler does.</summary>
    /// <returns>Whether it is the one that was created.</returns>
    /// <exception cref="IOException">Not this time.</exception>
    public async Task<bool> IsRightAsync(int number, CancellationToken cancellationToken)
    {
        using var copy = await cache.FetchAsync(CacheReader.Reference(number, BytesOf(number)), cancellationToken);
        return (await File.ReadAllBytesAsync(copy.Path, cancellationToken)).AsSpan().SequenceEqual(CacheReader.Content(number, BytesOf(number)));
    }

    public async ValueTask DisposeAsync()
    {
        store.Dispose();
        await proxy.DisposeAsync();
        folder.Dispose();
    }

    private static int BytesOf(int number) => 1 + (number * 7919 % MaxBytes);

    private Fault Decide(HttpRequest request)
    {
        lock (random)
            return random.Next(12) switch
            {
                0 => new Fault(FaultKind.Answer, Status: HttpStatusCode.ServiceUnavailable),
                1 => new Fault(FaultKind.CutRequest, random.Next(MaxBytes)),
                2 => new Fault(FaultKind.LoseAnswer),
                3 or 4 => new Fault(FaultKind.CutAnswer, random.Next(MaxBytes)),
                _ => Fault.None,
            };
    }
}
