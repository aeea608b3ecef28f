using System.Text.Json.Nodes;
using k8s.Models;

namespace SpotifyPlatform.Deployment.Tests.Charts;

/// <summary>What the chart renders, and what it refuses.</summary>
public sealed class ChartTests
{
    public static TheoryData<string> ValuesFiles { get; } = [.. Chart.ValuesFiles];

    [SkippableTheory]
    [MemberData(nameof(ValuesFiles))]
    public async Task Lint_OfEveryValuesFile_FindsNothing(string values)
    {
        Skip.IfNot(Chart.Helm.IsInstalled, Chart.WhySkipped);
        await Chart.Helm.RunAsync("lint", "--strict", Chart.Folder, "-f", Chart.File(values));
    }

    [SkippableTheory]
    [MemberData(nameof(ValuesFiles))]
    public async Task Pods_OfEveryValuesFile_ObeyTheRules(string values)
    {
        Skip.IfNot(Chart.Helm.IsInstalled, Chart.WhySkipped);
        var manifests = await Chart.RenderAsync(values);
        Assert.NotEmpty(manifests.Pods);
        Assert.Empty(PodRules.Violations(manifests));
    }

    [SkippableTheory]
    [MemberData(nameof(ValuesFiles))]
    public async Task Services_OfEveryValuesFile_HaveWhatEachNeeds(string values)
    {
        Skip.IfNot(Chart.Helm.IsInstalled, Chart.WhySkipped);
        var manifests = await Chart.RenderAsync(values);
        foreach (var service in Repository.Services)
        {
            var pod = Assert.Single(manifests.Pods, pod => pod.Serves && pod.Labels["app.kubernetes.io/name"] == service);
            Assert.Equal(service, pod.Spec.ServiceAccountName);
            Assert.Single(manifests.Of<V1ServiceAccount>(), account => account.Metadata.Name == service);
            Assert.Single(manifests.Of<V1PodDisruptionBudget>(), budget => Selects(budget.Spec.Selector.MatchLabels, pod));
            Assert.Contains(manifests.Of<V1Service>(), found => found.Metadata.Name == service && Selects(found.Spec.Selector, pod));
            Assert.Contains(manifests.Of<V1Service>(), found => found.Spec.ClusterIP == "None" && Selects(found.Spec.Selector, pod));
            if (service == Repository.Edge)
                continue;
            Assert.Equal("Kafka", Setting(manifests, service, "EventBus__Engine"));
            Assert.Equal("GoogleCloudStorage", Setting(manifests, service, "Artifacts__Engine"));
            if (service != "lookup-gateway")
                Assert.Contains($"{service}-0.{service}:8081", Setting(manifests, "lookup-gateway", $"Services__{service}"), StringComparison.Ordinal);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(ValuesFiles))]
    public async Task GracePeriod_OfEveryService_ExceedsDrainAndShutdown(string values)
    {
        Skip.IfNot(Chart.Helm.IsInstalled, Chart.WhySkipped);
        var manifests = await Chart.RenderAsync(values);
        foreach (var service in Repository.Services)
        {
            var pod = manifests.Pods.Single(pod => pod.Serves && pod.Labels["app.kubernetes.io/name"] == service);
            var drained = TimeSpan.Parse(Setting(manifests, service, "Shutdown__DrainDelay"), null) + TimeSpan.Parse(Setting(manifests, service, "Shutdown__Timeout"), null);
            Assert.True(pod.Spec.TerminationGracePeriodSeconds > drained.TotalSeconds);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(ValuesFiles))]
    public async Task Render_Twice_IsEqual(string values)
    {
        Skip.IfNot(Chart.Helm.IsInstalled, Chart.WhySkipped);
        Assert.Equal((await Chart.TryRenderAsync(Chart.Folder, values)).Output, (await Chart.TryRenderAsync(Chart.Folder, values)).Output);
    }

    [SkippableTheory]
    [MemberData(nameof(ValuesFiles))]
    public async Task NetworkPolicies_OfEveryValuesFile_DenyWhatIsNotNamed(string values)
    {
        Skip.IfNot(Chart.Helm.IsInstalled, Chart.WhySkipped);
        var manifests = await Chart.RenderAsync(values);
        var deny = Assert.Single(manifests.Of<V1NetworkPolicy>(), policy => policy.Metadata.Name == "default-deny");
        Assert.Equal(["Ingress", "Egress"], deny.Spec.PolicyTypes);
        Assert.Null(deny.Spec.Ingress);
        Assert.Null(deny.Spec.Egress);
        Assert.All(manifests.Pods, pod => Assert.True(Selects(deny.Spec.PodSelector.MatchLabels, pod) || !pod.Serves, pod.Name));
        // Only names are asked of anybody; the values for GKE add ports outside the cluster.
        foreach (var policy in manifests.Of<V1NetworkPolicy>())
            Assert.All(policy.Spec.Ingress ?? [], rule => Assert.NotEmpty(rule.FromProperty));
    }

    [SkippableFact]
    public async Task Edge_WithSecretsAndIngress_MountsThemAndIsTheOnlyDoor()
    {
        Skip.IfNot(Chart.Helm.IsInstalled, Chart.WhySkipped);
        var manifests = await Chart.RenderAsync(
            "values-kind.yaml", "--set", "edge.keysSecret=keys,edge.tlsSecret=tls,edge.plaintext=false,edge.ingress.enabled=true,edge.ingress.host=a.example,edge.ingress.tlsSecret=public");
        var edge = manifests.Pods.Single(pod => pod.Serves && pod.Labels["app.kubernetes.io/name"] == Repository.Edge).Spec;
        Assert.Equal(["keys", "tls"], edge.Volumes.Select(volume => volume.Secret?.SecretName).OfType<string>());
        Assert.Equal("/app/keys/keys.json", Setting(manifests, Repository.Edge, "EdgeGateway__Keys__File"));
        Assert.Equal("true", Setting(manifests, "listening-history", "ListeningHistory__BehindEdge"));
        Assert.Equal([443], manifests.Of<V1Service>().Single(service => service.Metadata.Name == Repository.Edge).Spec.Ports.Select(port => port.Port));
        Assert.Equal("public", Assert.Single(Assert.Single(manifests.Of<V1Ingress>()).Spec.Tls).SecretName);
        // Peers outside the release, which networkPolicy.clients names, reach the edge alone.
        Assert.Equal(
            ["to-edge"],
            manifests.Of<V1NetworkPolicy>().Where(policy => (policy.Spec.Ingress ?? []).Any(rule => rule.FromProperty.Any(peer => peer.PodSelector is { MatchLabels: null, MatchExpressions: null })))
                .Select(policy => policy.Metadata.Name));
        Assert.Empty(PodRules.Violations(manifests));
    }

    [SkippableTheory]
    [MemberData(nameof(ValuesFiles))]
    public async Task Volumes_WhenTheReleaseIsRemoved_StayOnlyWhereTheyAreRetained(string values)
    {
        Skip.IfNot(Chart.Helm.IsInstalled, Chart.WhySkipped);
        var manifests = await Chart.RenderAsync(values);
        var retained = values == "values-gke.yaml" ? "Retain" : "Delete";
        var persistent = manifests.Of<V1StatefulSet>().Where(set => set.Spec.VolumeClaimTemplates is not null).ToList();
        Assert.NotEmpty(persistent);
        Assert.All(persistent, set => Assert.Equal(retained, set.Spec.PersistentVolumeClaimRetentionPolicy.WhenDeleted));
    }

    [SkippableTheory]
    [InlineData("services.xref.replica=2", "replica")]
    [InlineData("services.xreff.replicas=2", "xreff")]
    [InlineData("kafka.bootstrapServer=kafka:9092", "bootstrapServer")]
    [InlineData("volumes=Keep", "volumes")]
    [InlineData("services.xref.replicas=0", "replicas")]
    [InlineData("services.xref.config.Xref__MaxLineBytes=5", "Xref__MaxLineBytes")]
    [InlineData("services.lookup-gateway.data.persistent=true", "StatefulSet")]
    [InlineData("local.enabled=false", "bootstrapServers")]
    [InlineData("edge.keys=abc", "keys")]
    [InlineData("torrents.peerPort=80", "peerPort")]
    [InlineData("edge.plaintext=false", "tlsSecret")]
    [InlineData("edge.ingress.enabled=true", "host")]
    [InlineData("edge.gatewayApi.enabled=true", "host")]
    [InlineData("services.xref.autoscaling.enabled=true,services.xref.replicas=4", "maxReplicas")]
    [InlineData("services.listening-history.autoscaling.enabled=true", "listening-history")]
    [InlineData("services.listening-history.replicas=2", "replicas")]
    [InlineData("services.spotify-api-enricher.replicas=2", "replicas")]
    public async Task Values_ThatAreWrong_AreRefusedByName(string value, string named)
    {
        Skip.IfNot(Chart.Helm.IsInstalled, Chart.WhySkipped);
        var outcome = await Chart.TryRenderAsync(Chart.Folder, "values-kind.yaml", "--set", value);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(named, outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>Helm 3 reads the schema as draft 7, which ignores whatever stands beside a <c>$ref</c>.</summary>
    [Fact]
    public void Schema_References_StandAlone()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Chart.File("values.schema.json")))!;
        Assert.DoesNotContain(Descendants(schema), node => node is JsonObject { Count: > 1 } rule && rule.ContainsKey("$ref"));
    }

    [SkippableFact]
    public async Task Config_OfAService_RestartsItAlone()
    {
        Skip.IfNot(Chart.Helm.IsInstalled, Chart.WhySkipped);
        var before = Checksums(await Chart.RenderAsync("values-kind.yaml"));
        var after = Checksums(await Chart.RenderAsync("values-kind.yaml", "--set-string", "services.xref.config.Xref__MaxLineBytes=5"));
        Assert.Equal(["xref"], before.Keys.Where(service => before[service] != after[service]));
    }

    [SkippableFact]
    public async Task Monitoring_OfBothKinds_HasEveryAlertAndEveryService()
    {
        Skip.IfNot(Chart.Helm.IsInstalled, Chart.WhySkipped);
        var manifests = await Chart.RenderAsync(
            "values-kind.yaml", "--set", "monitoring.prometheusOperator.enabled=true,monitoring.googleManaged.enabled=true,monitoring.dashboard.enabled=true");
        Assert.Equal(4, manifests.Custom.Count);
        Assert.Equal(2, manifests.Custom.Count(document => document.Contains("alert: ServiceDown", StringComparison.Ordinal)));
        Assert.Equal(2, manifests.Custom.Count(document => Repository.Services.All(service => document.Contains($"\"{service}\"", StringComparison.Ordinal))));
        var dashboard = Assert.Single(manifests.Of<V1ConfigMap>(), map => map.Metadata.Name == "spotify-platform-dashboard");
        Assert.Equal(await File.ReadAllTextAsync(Chart.File("files/dashboard.json")), dashboard.Data["spotify-platform.json"]);
    }

    [SkippableFact]
    public async Task Autoscaling_ByProcessorTimeOrLag_LeavesTheNumberOfPodsToIt()
    {
        Skip.IfNot(Chart.Helm.IsInstalled, Chart.WhySkipped);
        var manifests = await Chart.RenderAsync(
            "values-kind.yaml", "--set",
            "services.lookup-gateway.autoscaling.enabled=true,services.xref.autoscaling.enabled=true,services.xref.autoscaling.lag.topic=a.b.v1,services.xref.autoscaling.lag.threshold=7");
        var scaler = Assert.Single(manifests.Of<V2HorizontalPodAutoscaler>());
        Assert.Equal(("Deployment", "lookup-gateway"), (scaler.Spec.ScaleTargetRef.Kind, scaler.Spec.ScaleTargetRef.Name));
        Assert.Null(manifests.Of<V1Deployment>().Single(found => found.Metadata.Name == "lookup-gateway").Spec.Replicas);
        Assert.Null(manifests.Of<V1StatefulSet>().Single(found => found.Metadata.Name == "xref").Spec.Replicas);
        Assert.Equal(1, manifests.Of<V1StatefulSet>().Single(found => found.Metadata.Name == "acquirer").Spec.Replicas);
        var byLag = Assert.Single(manifests.Custom);
        foreach (var part in (string[])["kind: ScaledObject", "consumerGroup: xref", "topic: a.b.v1", "lagThreshold: \"7\"", "bootstrapServers: kafka:9092"])
            Assert.Contains(part, byLag, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task GatewayApi_WhenEnabled_RoutesJsonAndGrpcToTheEdge()
    {
        Skip.IfNot(Chart.Helm.IsInstalled, Chart.WhySkipped);
        var manifests = await Chart.RenderAsync("values-kind.yaml", "--set", "edge.gatewayApi.enabled=true,edge.gatewayApi.host=a.example,edge.gatewayApi.parentRefs[0].name=public");
        Assert.Equal(2, manifests.Custom.Count);
        Assert.Contains(manifests.Custom, route => route.Contains("kind: HTTPRoute", StringComparison.Ordinal) && route.Contains("port: 9080", StringComparison.Ordinal));
        Assert.Contains(manifests.Custom, route => route.Contains("kind: GRPCRoute", StringComparison.Ordinal) && route.Contains("[grpc.a.example]", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Torrents_WhenEnabled_OpenPortEgressAndFolderOfTheAcquirerAlone()
    {
        Skip.IfNot(Chart.Helm.IsInstalled, Chart.WhySkipped);
        var (without, with) = (await Chart.RenderAsync("values-kind.yaml"), await Chart.RenderAsync("values-kind.yaml", "--set", "torrents.enabled=true,torrents.peerPort=50000"));
        Assert.True(Input(without).ReadOnlyProperty);
        Assert.False(Input(await Chart.RenderAsync("values-kind.yaml", "--set", "input.writable=true")).ReadOnlyProperty);
        Assert.DoesNotContain(without.Of<V1NetworkPolicy>(), policy => policy.Metadata.Name == "acquirer-peers");

        Assert.False(Input(with).ReadOnlyProperty);
        Assert.Equal("50000", Setting(with, "acquirer", "Acquirer__Torrent__PeerPort"));
        Assert.Equal(["TCP", "UDP"], with.Pods.Where(pod => pod.Serves).SelectMany(pod => pod.Spec.Containers[0].Ports).Where(port => port.ContainerPort == 50_000).Select(port => port.Protocol ?? "TCP"));
        var acquirer = with.Pods.Single(pod => pod.Serves && pod.Labels["app.kubernetes.io/name"] == "acquirer");
        var service = with.Of<V1Service>().Single(found => found.Metadata.Name == "acquirer-peers").Spec;
        Assert.True(Selects(service.Selector, acquirer));
        Assert.Equal([(50_000, "TCP"), (50_000, "UDP")], service.Ports.Select(port => (port.Port, port.Protocol ?? "TCP")));
        var policy = with.Of<V1NetworkPolicy>().Single(found => found.Metadata.Name == "acquirer-peers").Spec;
        Assert.Equal([acquirer.Name], with.Pods.Where(pod => Selects(policy.PodSelector.MatchLabels, pod)).Select(pod => pod.Name));
        Assert.Equal(["TCP", "UDP"], Assert.Single(policy.Ingress).Ports.Select(port => port.Protocol ?? "TCP"));
        var outside = Assert.Single(policy.Egress);
        Assert.Null(outside.Ports);
        // A torrent names peers and trackers: none may be in the cluster.
        foreach (var network in (string[])["10.0.0.0/8", "169.254.0.0/16", "fc00::/7"])
            Assert.Contains(outside.To, peer => peer.IpBlock.Except.Contains(network));
        Assert.All(outside.To, peer => Assert.NotEmpty(peer.IpBlock.Except));
        Assert.Empty(PodRules.Violations(with));
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node) => (node switch
    {
        JsonObject values => values.Select(pair => pair.Value),
        JsonArray items => items,
        _ => [],
    }).OfType<JsonNode>().SelectMany(child => Descendants(child).Prepend(child));

    private static V1VolumeMount Input(Manifests manifests) =>
        manifests.Pods.Single(pod => pod.Serves && pod.Labels["app.kubernetes.io/name"] == "acquirer").Spec.Containers[0].VolumeMounts.Single(mount => mount.Name == "input");

    private static Dictionary<string, string> Checksums(Manifests manifests) => manifests.Of<V1StatefulSet>()
        .Select(set => (set.Metadata.Name, set.Spec.Template)).Concat(manifests.Of<V1Deployment>().Select(deployment => (deployment.Metadata.Name, deployment.Spec.Template)))
        .Where(found => Repository.Services.Contains(found.Name)).ToDictionary(found => found.Name, found => found.Template.Metadata.Annotations["checksum/config"]);

    private static string Setting(Manifests manifests, string service, string key) => manifests.Of<V1ConfigMap>().Single(map => map.Metadata.Name == service).Data[key];

    private static bool Selects(IDictionary<string, string> selector, Manifests.Pod pod) =>
        selector.All(label => pod.Labels.TryGetValue(label.Key, out var value) && value == label.Value);
}
