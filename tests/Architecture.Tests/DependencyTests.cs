using System.Reflection;
using System.Xml.Linq;
using NetArchTest.Rules;

namespace SpotifyPlatform.Architecture.Tests;

/// <summary>Allowed dependencies between projects, and of a service's domain folders.</summary>
public sealed class DependencyTests
{
    /// <summary>Folders with adapters; all other folders of a service are its domain.</summary>
    private static readonly string[] AdapterFolders = ["Grpc", "Http", "Json", "Proxy", "Consumers", "Sqlite", "DuckDb", "PostgreSql", "Properties"];

    /// <summary>Engines and protocols, which domain folders must not name. Ports, messages and values are allowed.</summary>
    private static readonly string[] Engines =
    [
        "Grpc", "Confluent", "Microsoft.Data.Sqlite", "SQLitePCL", "SpotifyPlatform.Sqlite", "SpotifyPlatform.Qdrant",
        "Microsoft.AspNetCore", "DuckDB", "Npgsql", "Qdrant", "Cassandra", "Google.Cloud", "SpotifyPlatform.GoogleCloudStorage",
    ];

    public static TheoryData<string> Services() => [.. ServiceFolders().Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_ProjectReferences_AreBuildingBlocks(string service)
    {
        var project = Repository.Files(Repository.PathOf("services", service), "*.csproj").Single();
        Assert.All(
            References(project),
            reference => Assert.Contains("/building-blocks/", reference, StringComparison.Ordinal));
    }

    [Fact]
    public void BuildingBlocks_ProjectReferences_AreBuildingBlocks() => Assert.All(
        Repository.Files(Repository.PathOf("services", "building-blocks"), "*.csproj").SelectMany(References),
        reference => Assert.Contains("/building-blocks/", reference, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_DomainFolders_DependOnNoEngine(string service)
    {
        var domain = Types.InAssembly(Assembly.Load($"SpotifyPlatform.{service.Replace("-", "", StringComparison.Ordinal)}"))
            .That().ResideInNamespaceMatching(@"^SpotifyPlatform\.\w+\.")
            .And().DoNotResideInNamespaceMatching($@"\.({string.Join('|', AdapterFolders)})(\.|$)");
        Assert.NotEmpty(domain.GetTypes());
        var result = domain.ShouldNot().HaveDependencyOnAny(Engines).GetResult();
        Rule.HasNoViolation(result.FailingTypes.Select(type => $"{type.FullName}: {type.Explanation}"));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_Folder_HasReadmeAndShortProgram(string service)
    {
        var folder = Repository.PathOf("services", service);
        Assert.True(File.Exists(Path.Combine(folder, "README.md")));
        Assert.InRange(File.ReadLines(Path.Combine(folder, "Program.cs")).Count(), 1, 25);
    }

    [Fact]
    public void Projects_All_AreInTheSolution()
    {
        var solution = File.ReadAllText(Repository.PathOf("SpotifyPlatform.sln")).Replace('\\', '/');
        var projects = new[] { "services", "tests", "tools" }
            .SelectMany(folder => Repository.Files(Repository.PathOf(folder), "*.csproj"))
            .Select(Repository.Relative);
        Assert.All(projects, project => Assert.Contains($"\"{project}\"", solution, StringComparison.Ordinal));
    }

    private static IEnumerable<string> ServiceFolders() => Directory
        .EnumerateDirectories(Repository.PathOf("services"))
        .Where(folder => Path.GetFileName(folder) != "building-blocks");

    private static IEnumerable<string> References(string project) => XDocument.Load(project)
        .Descendants("ProjectReference")
        .Select(reference => (string)reference.Attribute("Include")!)
        .Select(include => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, include.Replace('\\', '/'))).Replace('\\', '/'));
}
