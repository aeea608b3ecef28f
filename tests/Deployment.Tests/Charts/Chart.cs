namespace SpotifyPlatform.Deployment.Tests.Charts;

/// <summary>The chart, rendered by Helm.</summary>
internal static class Chart
{
    public static readonly ExternalProgram Helm = new("helm");

    public const string WhySkipped = "Helm is not on PATH.";

    public static readonly string Folder = Repository.PathOf("charts", "spotify-platform");

    /// <summary>The values files that come with the chart.</summary>
    public static readonly IReadOnlyList<string> ValuesFiles = ["values-kind.yaml", "values-gke.yaml"];

    public static string File(string name) => Path.Combine(Folder, name);

    /// <param name="folder">The chart, or a changed copy of it.</param>
    public static Task<ExternalProgram.Outcome> TryRenderAsync(string folder, string values, params IReadOnlyList<string> arguments) =>
        Helm.TryAsync(["template", "release", folder, "--namespace", "somewhere", "-f", File(values), .. arguments]);

    public static async Task<Manifests> RenderAsync(string values, params IReadOnlyList<string> arguments)
    {
        var outcome = await TryRenderAsync(Folder, values, arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return new Manifests(outcome.Output);
    }
}
