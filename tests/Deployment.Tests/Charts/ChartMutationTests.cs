using System.Text.RegularExpressions;
using SpotifyPlatform.Testing;

namespace SpotifyPlatform.Deployment.Tests.Charts;

/// <summary>The rules notice when anything that they ask for is removed from a template.</summary>
public sealed class ChartMutationTests
{
    [SkippableTheory]
    [InlineData("_helpers.tpl", "runAsNonRoot: true")]
    [InlineData("_helpers.tpl", "runAsUser:.*")]
    [InlineData("_helpers.tpl", "runAsGroup:.*")]
    [InlineData("_helpers.tpl", "fsGroup:.*")]
    [InlineData("_helpers.tpl", "seccompProfile:.*")]
    [InlineData("_helpers.tpl", "allowPrivilegeEscalation: false")]
    [InlineData("_helpers.tpl", "readOnlyRootFilesystem: true")]
    [InlineData("_helpers.tpl", @"capabilities:.*")]
    [InlineData("_service.tpl", "securityContext:.*podSecurity.*")]
    [InlineData("_service.tpl", "securityContext:.*containerSecurity.*")]
    [InlineData("_service.tpl", "      automountServiceAccountToken: false")]
    [InlineData("_service.tpl", "enableServiceLinks: false")]
    [InlineData("_service.tpl", @"startupProbe:\n.*\n.*\n.*\n.*")]
    [InlineData("_service.tpl", @"readinessProbe:\n.*\n.*\n.*")]
    [InlineData("_service.tpl", @"livenessProbe:\n.*\n.*\n.*\n.*")]
    [InlineData("_service.tpl", "resources: {{.*")]
    [InlineData("_job.tpl", "securityContext:.*podSecurity.*")]
    [InlineData("_job.tpl", "securityContext:.*containerSecurity.*")]
    [InlineData("_job.tpl", "automountServiceAccountToken: false")]
    [InlineData("_job.tpl", @"resources:\n.*\n.*")]
    [InlineData("local.yaml", "securityContext:.*podSecurity.*")]
    [InlineData("local.yaml", "securityContext:.*containerSecurity.*")]
    [InlineData("local.yaml", @"startupProbe:\n.*\n.*\n.*")]
    [InlineData("local.yaml", @"readinessProbe:\n.*")]
    [InlineData("local.yaml", @"livenessProbe:\n.*\n.*")]
    [InlineData("local.yaml", @"resources:\n  requests.*\n.*")]
    public async Task Template_WithoutALine_BreaksARule(string template, string removed)
    {
        Skip.IfNot(Chart.Helm.IsInstalled, Chart.WhySkipped);
        using var folder = new TemporaryFolder();
        var copy = folder.File("spotify-platform");
        Copy(Chart.Folder, copy);
        var file = Path.Combine(copy, "templates", template);
        var text = await File.ReadAllTextAsync(file);
        var mutated = new Regex(removed).Replace(text, "", count: 1);
        Assert.NotEqual(text, mutated);
        await File.WriteAllTextAsync(file, mutated);

        var rendered = await Chart.TryRenderAsync(copy, "values-kind.yaml");

        Assert.True(rendered.ExitCode == 0, rendered.Error);
        Assert.NotEmpty(PodRules.Violations(new Manifests(rendered.Output)));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
