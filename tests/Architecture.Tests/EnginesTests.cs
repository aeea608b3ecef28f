using System.Text.RegularExpressions;

namespace SpotifyPlatform.Architecture.Tests;

/// <summary>Engines are chosen in the building block Engines, once, by the host.</summary>
public sealed partial class EnginesTests
{
    public static TheoryData<string> Services() =>
        [.. SourceProject.In("services").Select(project => project.Name).Where(name => !name.StartsWith("services/building-blocks/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_RootFiles_NameNoEngine(string service)
    {
        var found =
            from file in Project(service).Files
            where file.Folder.Length == 0
            from identifier in file.Identifiers
            where Engine().IsMatch(identifier)
            select $"{file.Path}: {identifier}";
        Rule.HasNoViolation(found);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_Adapters_AreCreatedByEngines(string service)
    {
        var found =
            from file in Project(service).Files
            where !file.Path.Split('/').Contains("Sqlite")
            from Match creation in AdapterCreation().Matches(file.Code)
            select $"{file.Path}: {creation.Value}";
        Rule.HasNoViolation(found);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Service_Program_AddsTheEnginesOnce(string service)
    {
        var calls = Project(service).Files
            .SelectMany(file => file.Identifiers.Where(identifier => identifier == "AddEngines").Select(_ => Path.GetFileName(file.Path)));
        // The edge stores nothing and has no bus.
        Assert.Equal(service == "services/edge-gateway" ? [] : ["Program.cs"], calls);
    }

    private static SourceProject Project(string name) => SourceProject.In("services").Single(project => project.Name == name);

    [GeneratedRegex("^(Add|Use)?(Sqlite|Qdrant|TableVector|Kafka|Confluent|Cassandra|Scylla|Cql|Redis|BigQuery|Npgsql|Gcs)")]
    private static partial Regex Engine();

    [GeneratedRegex(@"\bnew (Sqlite|Qdrant|TableVector|Kafka|Cassandra|Cql|Redis|BigQuery|Gcs)\w*")]
    private static partial Regex AdapterCreation();
}
