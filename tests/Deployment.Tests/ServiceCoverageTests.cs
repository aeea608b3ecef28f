using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace SpotifyPlatform.Deployment.Tests;

/// <summary>Every service is in Compose, in the chart and in skaffold, and nothing else is.</summary>
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
            var settings = Map(service["environment"]);
            Assert.Equal("Kafka", settings["EventBus__Engine"]);
            Assert.Equal("GoogleCloudStorage", settings["Artifacts__Engine"]);
        }
        var gateway = Map(Map(services["lookup-gateway"])["environment"]);
        Assert.Equal(
            Repository.Services.Where(name => name != "lookup-gateway").Select(name => ($"Services__{name}", $"http://{name}:8081")),
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

    private static Dictionary<string, object> Load(string file)
    {
        using var reader = File.OpenText(Repository.PathOf(file.Split('/')));
        return new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(reader)));
    }

    private static Dictionary<string, object> Map(object node) => ((IDictionary<object, object>)node).ToDictionary(pair => (string)pair.Key, pair => pair.Value);

    private static IReadOnlyList<object> List(object node) => (IReadOnlyList<object>)node;
}
