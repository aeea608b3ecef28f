using k8s.Models;

namespace SpotifyPlatform.Deployment.Tests.Charts;

/// <summary>
/// The restricted Pod Security Standard (https://kubernetes.io/docs/concepts/security/pod-security-standards/), and what the chart's pods have beyond it.
/// </summary>
internal static class PodRules
{
    private static readonly string[] VolumeKinds = ["configMap", "emptyDir", "persistentVolumeClaim", "secret"];

    public static IEnumerable<string> Violations(Manifests manifests) => manifests.Pods.SelectMany(pod => OfPod(pod).Select(violation => $"{pod.Name}: {violation}"));

    private static IEnumerable<string> OfPod(Manifests.Pod pod)
    {
        var spec = pod.Spec;
        if (spec.HostNetwork == true || spec.HostPID == true || spec.HostIPC == true)
            yield return "shares a namespace of the host";
        if (spec.SecurityContext is not { RunAsNonRoot: true, RunAsUser: > 0, RunAsGroup: > 0, FsGroup: > 0 })
            yield return "may run as root";
        if (spec.SecurityContext?.SeccompProfile?.Type != "RuntimeDefault")
            yield return "has no seccomp profile";
        if (spec.AutomountServiceAccountToken != false)
            yield return "has a token of the API server";
        if (spec.EnableServiceLinks != false)
            yield return "has the variables of services";
        foreach (var volume in spec.Volumes ?? [])
            if (!VolumeKinds.Contains(KindOf(volume)))
                yield return $"volume {volume.Name} is of no allowed kind";
        foreach (var container in (spec.InitContainers ?? []).Concat(spec.Containers))
            foreach (var violation in OfContainer(container, pod.Serves))
                yield return violation;
    }

    private static IEnumerable<string> OfContainer(V1Container container, bool serves)
    {
        var security = container.SecurityContext;
        if (security?.AllowPrivilegeEscalation != false || security.Privileged == true)
            yield return "may gain privileges";
        if (security?.ReadOnlyRootFilesystem != true)
            yield return "may write to its root";
        if (security?.Capabilities is not { Drop: ["ALL"], Add: null })
            yield return "has capabilities";
        if (container.Ports?.Any(port => port.HostPort is not null) == true)
            yield return "takes a port of the host";
        foreach (var resource in new[] { "cpu", "memory" })
            if (container.Resources?.Requests?.ContainsKey(resource) != true)
                yield return $"requests no {resource}";
        if (container.Resources?.Limits?.ContainsKey("memory") != true)
            yield return "has no limit of memory";
        if (serves && container.StartupProbe is null)
            yield return "has no startup probe";
        if (serves && container.ReadinessProbe is null)
            yield return "has no readiness probe";
        if (serves && container.LivenessProbe is null)
            yield return "has no liveness probe";
    }

    private static string KindOf(V1Volume volume) => volume switch
    {
        { ConfigMap: not null } => "configMap",
        { EmptyDir: not null } => "emptyDir",
        { PersistentVolumeClaim: not null } => "persistentVolumeClaim",
        { Secret: not null } => "secret",
        _ => "another",
    };
}
