using System.Text.RegularExpressions;

namespace SpotifyPlatform.Architecture.Tests;

/// <summary>Services meet on the bus, in the artifact store and over gRPC alone; their domain folders know none of the three.</summary>
public sealed partial class SeamTests
{
    /// <summary>Folders whose code maps to or from messages; a data set's reader makes the text parts of rows.</summary>
    private static readonly string[] AdapterFolders = ["Grpc", "Json", "Consumers", "Api", "Sqlite"];

    private static readonly IReadOnlyList<SourceProject> Services =
        [.. SourceProject.In("services").Where(project => !project.Name.StartsWith("services/building-blocks/", StringComparison.Ordinal))];

    [Fact]
    public void DomainFolders_OfServices_UseNoMessages()
    {
        var found =
            from project in Services
            from file in project.Files
            where file.Folder.Length > 0 && !file.Path.Split('/').Any(AdapterFolders.Contains) && Message().IsMatch(file.Code)
            select $"{file.Path} names a message; the folders {string.Join(", ", AdapterFolders)} map between messages and the domain.";
        Rule.HasNoViolation(found);
    }

    [Fact]
    public void DomainFolders_OfServices_KnowTheBusByItsPortAlone()
    {
        var found =
            from project in Services
            from file in project.Files
            where file.Folder is not ("Consumers" or "") && BusEngine().IsMatch(file.Code)
            select $"{file.Path} names the log, its partitions or offsets; handlers and IEventPublisher are what services use.";
        Rule.HasNoViolation(found);
    }

    [Fact]
    public void PrivateFiles_OfAService_AreNamedByNoOther()
    {
        var named = Services
            .SelectMany(project => project.Files.SelectMany(file => PrivateFile().Matches(File.ReadAllText(Repository.PathOf(file.Path.Split('/')))))
                .Select(match => (Service: project.Name, File: match.Groups[1].Value)))
            .Distinct().ToList();
        Assert.NotEmpty(named);
        var owners = named.GroupBy(name => name.File).Where(file => file.Count() > 1).SelectMany(file => file.Select(name => $"{name.Service}: {name.File}"));
        Assert.Empty(owners);

        var files = named.Select(name => name.File).ToHashSet();
        var reached =
            from project in Services
            from file in project.Files
            where file.Folder.Length == 0
            from Match literal in DefaultFolder().Matches(File.ReadAllText(Repository.PathOf(file.Path.Split('/'))))
            where files.Contains(literal.Groups[1].Value) && !named.Contains((project.Name, literal.Groups[1].Value))
            select $"{project.Name}: {literal.Groups[1].Value}";
        Assert.Empty(reached.Distinct());
    }

    [GeneratedRegex(@"\bContracts\.\w+\.V\d+\b|\bGoogle\.Protobuf\b")]
    private static partial Regex Message();

    [GeneratedRegex(@"\b(IEventBus|IEventSubscription|IEventReader|TopicPartition|ReceivedEvent|EventRecord|GroupLag)\b")]
    private static partial Regex BusEngine();

    [GeneratedRegex("""Path\.Combine\([^;\n]*DataFolder\)?, "([\w-]+)"\)""")]
    private static partial Regex PrivateFile();

    [GeneratedRegex("\"data/([\\w-]+)\"")]
    private static partial Regex DefaultFolder();
}
