using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace SpotifyPlatform.Deployment.Tests;

/// <summary>Every folder of <c>services/</c> has what "Add a service" in the README asks for.</summary>
public sealed class ServiceCoverageTests
{
    private static readonly string[] CommandLine = ["platform"];

    [Fact]
    public void Services_InCompose_RunTheirImagesWithOneSetOfSettings()
    {
        var services = Map(Load("docker-compose.yml")["services"]);
        foreach (var name in Repository.Services)
        {
            var service = Map(services[name]);
            Assert.Contains($"{name}:", (string)service["image"], StringComparison.Ordinal);
            Assert.Equal("true", service["read_only"]);
            Assert.Contains($"{name}:/app/data", List(service["volumes"]));
            Assert.Equal(name == Repository.Edge, service.ContainsKey("ports"));
            var settings = Map(service["environment"]);
            if (name == Repository.Edge)
                continue;
            Assert.Equal("Kafka", settings["EventBus__Engine"]);
            Assert.Equal("GoogleCloudStorage", settings["Artifacts__Engine"]);
        }
        var gateway = Map(Map(services["lookup-gateway"])["environment"]);
        Assert.Equal(
            Repository.Services.Where(name => name is not ("lookup-gateway" or Repository.Edge)).Select(name => ($"Services__{name}", $"http://{name}:8081")),
            gateway.Where(setting => setting.Key.StartsWith("Services__", StringComparison.Ordinal)).Select(setting => (setting.Key, (string)setting.Value)).Order());
    }

    [Fact]
    public void Services_InTheChart_AreThoseThatThereAre() =>
        Assert.Equal(Repository.Services, Map(Load("charts/spotify-platform/values.yaml")["services"]).Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Services_InSkaffold_AreThoseThatThereAre()
    {
        var skaffold = Load("skaffold.yaml");
        var artifacts = List(Map(skaffold["build"])["artifacts"]).Select(artifact => Map(artifact)).ToList();
        Assert.Equal(
            Repository.Services.Concat(CommandLine).Select(name => $"spotifyplatform/{name}").Order(StringComparer.Ordinal),
            artifacts.Select(artifact => (string)artifact["image"]).Order(StringComparer.Ordinal));
        var releases = List(Map(Map(skaffold["deploy"])["helm"])["releases"]);
        Assert.Equal(
            Repository.Services.Select(name => $"services.{name}.image").Append("platform.image").Order(StringComparer.Ordinal),
            Map(Map(Assert.Single(releases))["setValueTemplates"]).Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>The Dockerfile compiles each service with the assemblies of the command line.</summary>
    [Fact]
    public void Services_InImages_AreReferencedByTheCommandLine()
    {
        var project = Text("tools/platform/Platform.csproj");
        Assert.All(Repository.Services, name => Assert.Contains($"../../services/{name}/", project, StringComparison.Ordinal));
        Assert.Contains("for project in services/*/*.csproj", Text("Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void Services_WithABus_HaveAPrincipalAndTopics()
    {
        var (host, topics) = (Text("tools/platform/Hosting/PlatformHost.cs"), Text("protos/README.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList());
        foreach (var name in Repository.Services.Where(name => name != Repository.Edge))
        {
            // 'platform topics acls' lists the rights of these.
            Assert.Contains($"[{Pascal(name)}Registration.Name]", host, StringComparison.Ordinal);
            Assert.True(topics.Exists(topic => topic.Contains(name, StringComparison.Ordinal)) || OwnsTables(name), $"protos/README.md names no topic of {name}.");
        }
    }

    /// <summary>Alerts watch what a job's processes export, and the job has every service of the chart.</summary>
    [Fact]
    public void Services_All_ExportMetricsForTheAlertsAndAreInTheReadme()
    {
        var readme = Text("README.md");
        Assert.Contains("up{job=\"spotify-platform\"}", Text("charts/spotify-platform/files/alerts.yaml"), StringComparison.Ordinal);
        Assert.Equal(2, Text("charts/spotify-platform/templates/monitoring.yaml").Split("values: {{ keys .Values.services").Length - 1);
        foreach (var name in Repository.Services)
        {
            var program = Text($"services/{name}/Program.cs");
            Assert.Contains("AddServiceDefaults(", program, StringComparison.Ordinal);
            Assert.Contains("MapServiceDefaults()", program, StringComparison.Ordinal);
            Assert.Contains($"| [{name}](services/{name}) |", readme, StringComparison.Ordinal);
        }
    }

    /// <summary>The announcements of tables are those of all their owners.</summary>
    private static bool OwnsTables(string name) => Text("README.md").Split('\n').Single(line => line.StartsWith($"| [{name}](", StringComparison.Ordinal)).Split('|')[3].Contains("tables", StringComparison.Ordinal);

    [Fact]
    public void Services_All_AreReleasedAndScraped()
    {
        Assert.Contains($"name: [{string.Join(", ", Repository.Services.Concat(CommandLine))}]", Text(".github/workflows/release.yml"), StringComparison.Ordinal);
        var scraped = Text("tools/monitoring/prometheus.yml");
        Assert.All(Repository.Services, name => Assert.Contains($"- {name}:8080\n", scraped, StringComparison.Ordinal));
    }

    private static string Pascal(string name) => string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Text(string file) => File.ReadAllText(Repository.PathOf(file.Split('/')));

    private static Dictionary<string, object> Load(string file)
    {
        using var reader = File.OpenText(Repository.PathOf(file.Split('/')));
        return new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(reader)));
    }

    private static Dictionary<string, object> Map(object node) => ((IDictionary<object, object>)node).ToDictionary(pair => (string)pair.Key, pair => pair.Value);

    private static IReadOnlyList<object> List(object node) => (IReadOnlyList<object>)node;
}
