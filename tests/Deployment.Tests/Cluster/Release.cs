using SpotifyPlatform.Deployment.Tests.Charts;

namespace SpotifyPlatform.Deployment.Tests.Cluster;

/// <summary>A release of the chart in a namespace of its own, which enforces restricted Pod Security.</summary>
internal sealed class Release(string imageTag) : IAsyncDisposable
{
    public const string Name = "release";
    private const string TimeLimit = "15m";

    private static readonly ExternalProgram Kubectl = new("kubectl");

    public string Namespace { get; } = $"spotifyplatform-test-{Guid.NewGuid():N}"[..32];

    public static bool IsPossible => Chart.Helm.IsInstalled && Kubectl.IsInstalled && Environment.GetEnvironmentVariable("KUBECONFIG") is not null;

    /// <summary>Installs it and waits until every pod is ready.</summary>
    public async Task InstallAsync()
    {
        await Kubectl.RunAsync("create", "namespace", Namespace);
        await Kubectl.RunAsync("label", "namespace", Namespace, "pod-security.kubernetes.io/enforce=restricted");
        await HelmAsync("install", [Chart.Folder, .. Values(), "--wait", "--timeout", TimeLimit]);
    }

    public Task UpgradeAsync(params IReadOnlyList<string> arguments) => HelmAsync("upgrade", [Chart.Folder, .. Values(), .. arguments, "--wait", "--timeout", TimeLimit]);

    public Task RollBackAsync(int revision) => HelmAsync("rollback", $"{revision}", "--wait", "--timeout", TimeLimit);

    public Task UninstallAsync() => HelmAsync("uninstall", "--wait", "--timeout", TimeLimit);

    /// <summary>Compares every answer of the sample with the expected one, in a pod of the cluster.</summary>
    public Task<ExternalProgram.Outcome> TryVerifyAsync() =>
        Chart.Helm.TryAsync("test", Name, "--namespace", Namespace, "--filter", "name=test-verify", "--timeout", TimeLimit);

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

    /// <summary>Two gateways, so that one answers while the other is replaced.</summary>
    private IReadOnlyList<string> Values() => ["-f", Chart.File("values-kind.yaml"), "--set", $"image.tag={imageTag},services.lookup-gateway.replicas=2"];

    private Task<string> HelmAsync(string verb, params IReadOnlyList<string> arguments) => Chart.Helm.RunAsync([verb, Name, .. arguments, "--namespace", Namespace]);
}
