using System.Diagnostics;
using System.Net.Http.Json;
using Xunit.Abstractions;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>The sample world with its artifacts in a bucket of a Google Cloud Storage emulator.</summary>
[Trait("Category", "Integration")]
public sealed class BucketTests(ITestOutputHelper log)
{
    private const string Variable = "STORAGE_EMULATOR_HOST";

    private static readonly string? Server = Environment.GetEnvironmentVariable(Variable);

    [SkippableFact]
    public async Task Run_ArtifactsInABucket_EqualsARunOnAFolderAlsoReadFromAnEmptyDisk()
    {
        Skip.If(Server is null, $"No Google Cloud Storage emulator: set {Variable}=http://host:port (fake-gcs-server).");
        using var world = await World.CreateAsync();
        await Platform.DoneAsync(world.RunArguments());
        var settings = new Dictionary<string, string> { ["Artifacts__Engine"] = "GoogleCloudStorage", ["Artifacts__Bucket"] = await CreateBucketAsync(), ["Artifacts__Prefix"] = "sample" };
        var remote = world.OtherData("remote");

        await Platform.DoneWithAsync(settings, world.RunArguments(remote));

        Assert.False(Directory.Exists(Path.Combine(remote, "artifacts")));
        Assert.Equal(await World.DigestAsync(world.Data), await World.DigestWithAsync(settings, remote));
        await Platform.DoneWithAsync(settings, "verify", "--truth", world.Truth, "--data", remote);

        var empty = Directory.CreateDirectory(world.OtherData("empty")).FullName;
        var watch = Stopwatch.StartNew();
        var answer = await Platform.DoneWithAsync(settings, "track", world.Showcase(), "--data", empty, "--json");
        log.WriteLine($"From an empty disk: {watch.Elapsed.TotalSeconds:F1} s, {Bytes(empty)} bytes; the run's own cache has {Bytes(remote)} bytes.");
        Assert.Equal(await Platform.DoneAsync("track", world.Showcase(), "--data", world.Data, "--json"), answer);
    }

    private static long Bytes(string data) => new DirectoryInfo(Path.Combine(data, "artifact-cache")).EnumerateFiles().Sum(file => file.Length);

    private static async Task<string> CreateBucketAsync()
    {
        var name = $"test-{Guid.NewGuid():N}";
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(new Uri(new Uri(Server!), "/storage/v1/b?project=test"), new { name });
        answer.EnsureSuccessStatusCode();
        return name;
    }
}
