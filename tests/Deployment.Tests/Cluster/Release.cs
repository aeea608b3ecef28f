using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SpotifyPlatform.Deployment.Tests.Charts;

namespace SpotifyPlatform.Deployment.Tests.Cluster;

/// <summary>A release of the chart in a namespace of its own, which enforces restricted Pod Security.</summary>
internal sealed class Release : IAsyncDisposable
{
    public const string Name = "release";
    public const string KeysSecret = "edge-keys";
    public const string TestSecret = "edge-test";
    private const string TimeLimit = "15m";

    private static readonly string[] Scopes = ["read"];

    private static readonly ExternalProgram Kubectl = new("kubectl");

    private readonly string imageTag;

    private Release(string imageTag) => this.imageTag = imageTag;

    public string Namespace { get; } = $"spotifyplatform-test-{Guid.NewGuid():N}"[..32];

    public static bool IsPossible => Chart.Helm.IsInstalled && Kubectl.IsInstalled && Environment.GetEnvironmentVariable("KUBECONFIG") is not null;

    /// <summary>Makes the namespace and the secrets.</summary>
    public static async Task<Release> PrepareAsync(string imageTag)
    {
        var release = new Release(imageTag);
        try
        {
            await release.PrepareAsync();
            return release;
        }
        catch
        {
            await release.DisposeAsync();
            throw;
        }
    }

    private async Task PrepareAsync()
    {
        await Kubectl.RunAsync("create", "namespace", Namespace);
        await Kubectl.RunAsync("label", "namespace", Namespace, "pod-security.kubernetes.io/enforce=restricted");
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var key = $"spk_testtest_{secret}";
        await KubectlAsync("create", "secret", "generic", TestSecret, $"--from-literal=SPOTIFYPLATFORM_API_KEY={key}");
        await KubectlAsync("create", "secret", "generic", KeysSecret, $"--from-literal=keys.json={Keys(key)}");
    }

    /// <summary>Installs it and waits until every pod is ready.</summary>
    public Task InstallAsync() => HelmAsync("install", [Chart.Folder, .. Values(), "--wait", "--timeout", TimeLimit]);

    public Task UpgradeAsync(params IReadOnlyList<string> arguments) => HelmAsync("upgrade", [Chart.Folder, .. Values(), .. arguments, "--wait", "--timeout", TimeLimit]);

    public Task RollBackAsync(int revision) => HelmAsync("rollback", $"{revision}", "--wait", "--timeout", TimeLimit);

    public Task UninstallAsync() => HelmAsync("uninstall", "--wait", "--timeout", TimeLimit);

    /// <summary>Compares every answer of the sample with the expected one, through the edge, in a pod of the cluster.</summary>
    public Task<ExternalProgram.Outcome> TryVerifyAsync() =>
        Chart.Helm.TryAsync("test", Name, "--namespace", Namespace, "--filter", "name=test-verify", "--logs", "--timeout", TimeLimit);

    public Task<string> ManifestAsync() => Chart.Helm.RunAsync("get", "manifest", Name, "--namespace", Namespace);

    public Task<string> KubectlAsync(params IReadOnlyList<string> arguments) => Kubectl.RunAsync([.. arguments, "--namespace", Namespace]);

    /// <summary>The id of each ready pod of a Deployment or StatefulSet, by the pod's name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadyPodsAsync()
    {
        var lines = await KubectlAsync(
            "get", "pods", "--selector", "app.kubernetes.io/part-of=spotify-platform,!batch.kubernetes.io/job-name", "--output",
            "jsonpath={range .items[*]}{.metadata.name} {.metadata.uid} {.status.conditions[?(@.type=='Ready')].status}{'\\n'}{end}");
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Where(parts => parts[^1] == "True")
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }

    public Task RolledOutAsync(string workload) => KubectlAsync("rollout", "status", workload, "--timeout", TimeLimit);

    public async ValueTask DisposeAsync() => await Kubectl.RunAsync("delete", "namespace", Namespace, "--ignore-not-found", "--wait=false");

    /// <summary>The file of keys that 'platform keys' would write.</summary>
    private static string Keys(string key) => JsonSerializer.Serialize(new
    {
        clients = new[]
        {
            new
            {
                name = "test", scopes = Scopes, accounts = Array.Empty<string>(),
                keys = new[] { new { prefix = key[4..12], sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))), created_at = DateTimeOffset.UnixEpoch, expires_at = (DateTimeOffset?)null } },
            },
        },
    });

    /// <summary>
    /// Two edges and gateways, so that one answers while the other is replaced. The comparison asks faster than a client may, and is repeated, so the
    /// sample is small.
    /// </summary>
    private IReadOnlyList<string> Values() =>
    [
        "-f", Chart.File("values-kind.yaml"),
        "--set", $"image.tag={imageTag},services.lookup-gateway.replicas=2,services.edge-gateway.replicas=2,edge.keysSecret={KeysSecret},edge.testSecret={TestSecret},sample.tracks=600,sample.playlists=400",
        "--set-string", "services.edge-gateway.config.EdgeGateway__Limits__Client__RequestsPerSecond=100000,services.edge-gateway.config.EdgeGateway__Limits__Client__Burst=100000",
    ];

    private Task<string> HelmAsync(string verb, params IReadOnlyList<string> arguments) => Chart.Helm.RunAsync([verb, Name, .. arguments, "--namespace", Namespace]);
}
