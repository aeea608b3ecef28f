using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SpotifyPlatform.Architecture.Tests;

/// <summary>Who may know whom.</summary>
public sealed class RoomsTests
{
    /// <summary>Folders of a service that stand at its doors; every other folder is domain.</summary>
    private static readonly string[] Doors = ["Grpc", "Json", "Consumers", "Sqlite", "Properties"];

    /// <summary>What a domain folder must not name: engines and wires. Ports, messages and values it may.</summary>
    private static readonly Regex Engines = new(
        @"\b(Grpc\.|Confluent|Microsoft\.Data\.Sqlite|SQLitePCL|SpotifyPlatform\.(Sqlite|Vectors|Qdrant)|Microsoft\.AspNetCore|Npgsql|Qdrant|Cassandra)\b");

    public static TheoryData<string> Services() => [.. ServiceFolders().Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_ItsProjectReferences_AreBuildingBlocksAlone(string service)
    {
        var project = Repository.Files(Repository.PathOf("services", service), "*.csproj").Single();
        Assert.All(
            References(project),
            reference => Assert.Contains("/building-blocks/", reference, StringComparison.Ordinal));
    }

    [Fact]
    public void BuildingBlocks_TheirProjectReferences_AreBuildingBlocksAlone() => Assert.All(
        Repository.Files(Repository.PathOf("services", "building-blocks"), "*.csproj").SelectMany(References),
        reference => Assert.Contains("/building-blocks/", reference, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_ItsDomainFolders_KnowNoEngine(string service)
    {
        var folder = Repository.PathOf("services", service);
        var domain = Directory.EnumerateDirectories(folder)
            .Where(path => !Doors.Contains(Path.GetFileName(path)) && Path.GetFileName(path) is not ("bin" or "obj"))
            .ToList();
        Assert.NotEmpty(domain);
        var found =
            from path in domain
            from file in Repository.Files(path, "*.cs")
            where !Repository.Relative(file).Split('/').Any(Doors.Contains)
            from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
            where Engines.IsMatch(line.Text) && !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal)
            select $"{Repository.Relative(file)}:{line.Number}: {line.Text.Trim()}";
        Assert.Empty(found);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_ItsHouse_HasReadmeAndAShortProgram(string service)
    {
        var folder = Repository.PathOf("services", service);
        Assert.True(File.Exists(Path.Combine(folder, "README.md")));
        Assert.InRange(File.ReadLines(Path.Combine(folder, "Program.cs")).Count(), 1, 25);
    }

    [Fact]
    public void Projects_AllOfThem_StandInTheSolution()
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
