using System.Diagnostics;
using System.Text.Json;

namespace SpotifyPlatform.Packages.Tests.Completeness;

/// <summary>The property that trades every stand-in for the package of its name, on this very project.</summary>
public class SwitchTests
{
    private static readonly string[] StandIns = ["Grpc.Core.Api", "Grpc.Net.Common", "System.IO.Hashing", "librdkafka.redist"];

    [Fact]
    public async Task Project_WithoutTheSwitch_ReferencesStandInsOnly()
    {
        var project = await EvaluateAsync(published: false);

        Assert.Equal(StandIns, project["ProjectReference"].Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
        Assert.Empty(project["PackageReference"].Intersect(StandIns));
        Assert.Empty(project["PackageVersion"].Intersect(StandIns));
    }

    [Fact]
    public async Task Project_WithTheSwitch_ReferencesPackagesOnly()
    {
        var project = await EvaluateAsync(published: true);

        Assert.Empty(project["ProjectReference"]);
        Assert.Contains("Grpc.Core.Api", project["PackageReference"]);
        Assert.Equal(StandIns, project["PackageVersion"].Intersect(StandIns).Order(StringComparer.Ordinal));
    }

    /// <summary>The names of the project's items, by their type.</summary>
    private static async Task<Dictionary<string, string[]>> EvaluateAsync(bool published)
    {
        string[] arguments =
        [
            "msbuild", FindProject(), "-getItem:ProjectReference,PackageReference,PackageVersion", $"-p:PublishedPackages={published}",
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);

        using var json = JsonDocument.Parse(output);
        return json.RootElement.GetProperty("Items").EnumerateObject().ToDictionary(
            items => items.Name,
            items => items.Value.EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!).ToArray());
    }

    private static string FindProject()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.GetFiles("Packages.Tests.csproj") is [var project])
                return project.FullName;
        }

        throw new InvalidOperationException("The tests run outside their project's folder.");
    }
}
