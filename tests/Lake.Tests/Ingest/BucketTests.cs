using System.Net.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.GoogleCloudStorage;
using SpotifyPlatform.Lake.Ingest;
using SpotifyPlatform.Lake.Tests.Support;

namespace SpotifyPlatform.Lake.Tests.Ingest;

/// <summary>Files that land in a bucket of an emulator.</summary>
[Trait("Category", "Integration")]
public sealed class BucketTests
{
    private const string Variable = "STORAGE_EMULATOR_HOST";
    private const string Name = "20251109T060000000_artist_enrichment.jsonl";
    private static readonly string? Address = Environment.GetEnvironmentVariable(Variable);

    [SkippableFact]
    public async Task Run_FilesInABucket_AreIngestedOnceAndArchivedThere()
    {
        Skip.If(Address is null, $"No Google Cloud Storage emulator: set {Variable}=http://host:port (fake-gcs-server).");
        var bucket = await CreateBucketAsync();
        using var world = await LakeWorld.CreateAsync(new DuckDbServer());
        var path = world.File(Name);
        await File.WriteAllTextAsync(path, $"{new ArtistRow(ArtistRow.IdOf(1), "A", world.Clock.GetUtcNow())}\n");
        var request = new IngestRequest(world.Target, Bucket: bucket);
        using var store = new GcsArtifactStore(bucket, "", world.File("scratch"), TimeProvider.System, NullLogger<GcsArtifactStore>.Instance);
        for (var run = 0; run < 2; run++)
        {
            using (var landing = LandingFiles.Open("dev", bucket, world.Options, TimeProvider.System, NullLoggerFactory.Instance))
            {
                await landing.UploadAsync(path, CancellationToken.None);
                await landing.UploadAsync(path, CancellationToken.None);
                Assert.Equal($"gs://{bucket}/spotify/landing", landing.Place);
            }

            Assert.Equal([$"spotify/landing/{Name}"], await KeysAsync(store, "spotify/landing/"));
            Assert.Equal(run == 0 ? 1 : 0, Assert.Single((await world.Ingestion().RunAsync(request, progress: null, CancellationToken.None)).Files).Inserted);
        }

        Assert.Empty(await KeysAsync(store, "spotify/landing/"));
        Assert.StartsWith("spotify/archive/20251109T060000000_artist_enrichment.", Assert.Single(await KeysAsync(store, "spotify/")), StringComparison.Ordinal);
        Assert.Equal(["1"], await world.RowsAsync("SELECT COUNT(*) AS n FROM {lake_spotify__normalized_artist_enrichment}"));
    }

    private static async Task<string> CreateBucketAsync()
    {
        var name = $"test-{Guid.NewGuid():N}";
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(new Uri(new Uri(Address!), "/storage/v1/b?project=test"), new { name });
        answer.EnsureSuccessStatusCode();
        return name;
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(GcsArtifactStore store, string prefix)
    {
        var keys = new List<string>();
        await foreach (var file in store.ListAsync(prefix, CancellationToken.None))
            keys.Add(file.Key.ToString());
        return keys;
    }
}
