using System.Net.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.GoogleCloudStorage;

namespace SpotifyPlatform.Engines.IntegrationTests.GoogleCloudStorage;

/// <summary>The emulator of Google Cloud Storage that the tests run on, if one is configured.</summary>
internal static class GcsServer
{
    private const string Variable = "STORAGE_EMULATOR_HOST";

    private static readonly CallSettings Fast = new() { RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(20), ChunkBytes = 256 << 10 };

    public static string? Address { get; } = Environment.GetEnvironmentVariable(Variable);

    public static void SkipIfAbsent() => Skip.If(Address is null, $"No Google Cloud Storage emulator: set {Variable}=http://host:port (fake-gcs-server).");

    /// <summary>Creates a bucket of its own for a test.</summary>
    public static async Task<string> CreateBucketAsync()
    {
        var name = $"test-{Guid.NewGuid():N}";
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(new Uri(new Uri(Address!), "/storage/v1/b?project=test"), new { name });
        answer.EnsureSuccessStatusCode();
        return name;
    }

    /// <param name="address">Another way to the server than its own address.</param>
    /// <param name="change">Of settings that are fast.</param>
    /// <param name="resumes">Whether uploads go on after a fault; the emulator alone does not allow it.</param>
    public static GcsArtifactStore Open(string bucket, string prefix = "", string? address = null, Func<CallSettings, CallSettings>? change = null, bool resumes = false) => new(
        new Bucket(bucket, address ?? Address, change?.Invoke(Fast) ?? Fast, TimeProvider.System, NullLogger.Instance) { ResumesUploads = resumes },
        prefix,
        Path.Combine(Path.GetTempPath(), "gcs-tests"));
}
