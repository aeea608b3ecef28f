using System.Diagnostics;
using Xunit.Abstractions;

namespace SpotifyPlatform.Deployment.Tests.Cluster;

/// <summary>The chart on a real cluster, from its installation to its removal.</summary>
[Trait("Category", "Integration")]
public sealed class ReleaseTests(ITestOutputHelper output)
{
    private const string Variable = "SPOTIFYPLATFORM_TEST_IMAGES";

    /// <summary>Whether pods are not killed and the release is not upgraded.</summary>
    private static readonly bool IsSlice = Environment.GetEnvironmentVariable("SPOTIFYPLATFORM_TEST_CLUSTER") == "slice";

    private const string Volumes = "persistentvolumeclaims";
    private const string EveryOtherKind = "pods,deployments,statefulsets,jobs,services,configmaps,secrets,serviceaccounts,networkpolicies,poddisruptionbudgets";

    private static readonly string[] Gateways = ["lookup-gateway", "edge-gateway"];

    private static readonly string[] OfEveryNamespace = ["configmap/kube-root-ca.crt", $"secret/{Release.KeysSecret}", $"secret/{Release.TestSecret}", "serviceaccount/default"];

    /// <summary>Real time after which what is waited for must have happened.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly Stopwatch clock = Stopwatch.StartNew();

    [SkippableFact]
    public async Task Release_InstalledDisturbedUpgradedAndRemoved_AnswersAsExpectedAndLeavesNothing()
    {
        var tag = Environment.GetEnvironmentVariable(Variable);
        Skip.IfNot(
            Release.IsPossible && tag is not null,
            $"No cluster: put helm and kubectl on PATH, set KUBECONFIG, and set {Variable} to the tag of the images of 'tools/dev images' that its nodes have.");
        await using var release = await Release.PrepareAsync(tag!);
        await release.InstallAsync();
        Note("installed, every pod is ready");
        await AnswersArriveAsync(release);

        await RestartUnderLoadAsync(release, IsSlice ? Gateways : Repository.Services);
        IReadOnlyList<string> volumes = [];
        if (!IsSlice)
        {
            await KillEachPodAsync(release);
            await UpgradeAsync(release);

            // values-gke.yaml retains volumes.
            await release.UpgradeAsync("--set", "volumes=Retain");
            volumes = await NamesAsync(release, Volumes);
        }

        await release.UninstallAsync();
        await UntilAsync(async () => (await NamesAsync(release, EveryOtherKind)).SequenceEqual(OfEveryNamespace), "something of the release is left");
        await UntilAsync(async () => (await NamesAsync(release, Volumes)).SequenceEqual(volumes), "other volumes are left than expected");
        Note($"uninstalled, nothing is left but the {volumes.Count} volumes that are retained");
    }

    /// <summary>Tables are built while the gateway already answers.</summary>
    private async Task AnswersArriveAsync(Release release)
    {
        var since = Stopwatch.StartNew();
        ExternalProgram.Outcome verified;
        while ((verified = await release.TryVerifyAsync()).ExitCode != 0)
        {
            Assert.True(since.Elapsed < Patience, $"{verified.Error}{verified.Output}");
            await release.KubectlAsync("delete", "pod", "test-verify", "--ignore-not-found");
        }
        Note("every answer is the expected one");
    }

    private async Task RestartUnderLoadAsync(Release release, IReadOnlyCollection<string> services)
    {
        using var done = new CancellationTokenSource();
        var load = LoadAsync(release, done.Token);
        // The broker and the bucket of this release are single pods, without which the gateway is not ready.
        foreach (var workload in (await NamesAsync(release, "statefulsets,deployments")).Where(name => services.Contains(name.Split('/')[1])))
        {
            await release.KubectlAsync("rollout", "restart", workload);
            await release.RolledOutAsync(workload);
        }
        await done.CancelAsync();
        Note($"{services.Count} services were restarted; all answers were compared {await load} times meanwhile");
    }

    private static async Task<int> LoadAsync(Release release, CancellationToken done)
    {
        var runs = 0;
        do
        {
            var verified = await release.TryVerifyAsync();
            Assert.True(verified.ExitCode == 0, $"{verified.Error}{verified.Output}");
            runs++;
        }
        while (!done.IsCancellationRequested);
        return runs;
    }

    private async Task KillEachPodAsync(Release release)
    {
        var before = await release.ReadyPodsAsync();
        foreach (var (pod, id) in before)
        {
            await release.KubectlAsync("delete", "pod", pod, "--force", "--grace-period=0");
            await UntilAsync(async () => await release.ReadyPodsAsync() is var ready && ready.Count == before.Count && !ready.Values.Contains(id), $"{pod} is not replaced");
        }
        await AnswersArriveAsync(release);
        Note("each pod was killed once");
    }

    private async Task UpgradeAsync(Release release)
    {
        var (pods, manifest) = (await release.ReadyPodsAsync(), await release.ManifestAsync());

        await release.UpgradeAsync("--set-string", "services.xref.config.Xref__MaxLineBytes=2000000");
        var (upgraded, changed) = (await release.ReadyPodsAsync(), await release.ManifestAsync());
        Assert.Equal(["xref-0"], pods.Keys.Where(pod => upgraded.GetValueOrDefault(pod) != pods[pod]));

        await release.UpgradeAsync("--set-string", "services.xref.config.Xref__MaxLineBytes=2000000");
        Assert.Equal(changed, await release.ManifestAsync());
        Assert.Equal(upgraded, await release.ReadyPodsAsync());

        await release.RollBackAsync(1);
        Assert.Equal(manifest, await release.ManifestAsync());
        await AnswersArriveAsync(release);
        Note("upgraded twice and rolled back");
    }

    private static async Task UntilAsync(Func<Task<bool>> isDone, string otherwise)
    {
        for (var since = Stopwatch.StartNew(); !await isDone();)
        {
            Assert.True(since.Elapsed < Patience, otherwise);
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(Release release, string kinds) =>
        [.. (await release.KubectlAsync("get", kinds, "--output", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    private void Note(string step) => output.WriteLine($"{clock.Elapsed.TotalSeconds,6:F0} s  {step}");
}
