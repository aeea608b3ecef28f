using System.Text.RegularExpressions;
using k8s;
using k8s.Models;

namespace SpotifyPlatform.Deployment.Tests.Charts;

/// <summary>What Helm renders.</summary>
internal sealed partial class Manifests
{
    /// <param name="yaml">Decoded strictly: a field that Kubernetes does not know is an error.</param>
    public Manifests(string yaml)
    {
        var documents = Separator().Split(yaml).Where(document => Kind().IsMatch(document)).ToList();
        // Resources of operators, whose types Kubernetes does not know.
        Custom = [.. documents.Where(document => CustomVersion().IsMatch(document))];
        Objects = KubernetesYaml.LoadAllFromString(string.Join("\n---\n", documents.Except(Custom)), strict: true);
    }

    public IReadOnlyList<object> Objects { get; }

    public IReadOnlyList<string> Custom { get; }

    /// <summary>Every pod that the chart makes, by kind and name of its owner.</summary>
    public IEnumerable<Pod> Pods => Objects.Select(item => item switch
    {
        V1Deployment deployment => new Pod($"Deployment {deployment.Metadata.Name}", deployment.Spec.Template.Metadata.Labels, deployment.Spec.Template.Spec, Serves: true),
        V1StatefulSet set => new Pod($"StatefulSet {set.Metadata.Name}", set.Spec.Template.Metadata.Labels, set.Spec.Template.Spec, Serves: true),
        V1Job job => new Pod($"Job {job.Metadata.Name}", job.Spec.Template.Metadata.Labels, job.Spec.Template.Spec, Serves: false),
        V1Pod pod => new Pod($"Pod {pod.Metadata.Name}", pod.Metadata.Labels, pod.Spec, Serves: false),
        _ => null,
    }).OfType<Pod>();

    public IEnumerable<T> Of<T>() => Objects.OfType<T>();

    [GeneratedRegex(@"^---\s*$", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^apiVersion: (monitoring\.|keda\.sh/|gateway\.networking\.)", RegexOptions.Multiline)]
    private static partial Regex CustomVersion();

    [GeneratedRegex("^kind: ", RegexOptions.Multiline)]
    private static partial Regex Kind();

    /// <param name="Serves">Whether it runs until it is stopped.</param>
    internal sealed record Pod(string Name, IDictionary<string, string> Labels, V1PodSpec Spec, bool Serves);
}
