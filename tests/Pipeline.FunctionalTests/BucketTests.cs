using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>The sample world with its artifacts in a bucket of a Google Cloud Storage emulator.</summary>
[Trait("Category", "Integration")]
public sealed partial class BucketTests(ITestOutputHelper log)
{
    private const string Variable = "STORAGE_EMULATOR_HOST";

    private static readonly string? Server = Environment.GetEnvironmentVariable(Variable);

    [SkippableFact]
    public async Task Run_ArtifactsInABucket_EqualsARunOnAFolderAlsoReadThroughAnEmptyCache()
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

        var empty = world.OtherData("empty-cache");
        settings["Artifacts__CacheFolder"] = empty;
        var watch = Stopwatch.StartNew();
        var answer = await Platform.DoneWithAsync(settings, "track", world.Showcase(), "--data", remote, "--json");
        log.WriteLine($"From an empty cache: {watch.Elapsed.TotalSeconds:F1} s, {Bytes(empty)} bytes; the run's own cache has {Bytes(Path.Combine(remote, "artifact-cache"))} bytes.");
        Assert.NotEqual(0, Bytes(empty));
        Assert.Equal(WithoutTimes(await Platform.DoneAsync("track", world.Showcase(), "--data", world.Data, "--json")), WithoutTimes(answer));
    }

    /// <summary>Of two runs only the times of their work differ.</summary>
    private static string WithoutTimes(string answer) => WorkTime().Replace(answer, "");

    [GeneratedRegex("_at_ms\": \"\\d+\"")]
    private static partial Regex WorkTime();

    private static long Bytes(string cache) => new DirectoryInfo(cache).EnumerateFiles().Sum(file => file.Length);

    private static async Task<string> CreateBucketAsync()
    {
        var name = $"test-{Guid.NewGuid():N}";
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(new Uri(new Uri(Server!), "/storage/v1/b?project=test"), new { name });
        answer.EnsureSuccessStatusCode();
        return name;
    }
}
