using System.Text.RegularExpressions;

namespace SpotifyPlatform.Architecture.Tests;

/// <summary>Names are the field's standard terms. The names below were replaced and must not come back.</summary>
public sealed partial class NamesTests
{
    /// <summary>Distinctive old names, and the names that replaced them.</summary>
    private static readonly Dictionary<string, string> Replaced = new()
    {
        ["CompanyCounter"] = "CooccurrenceCounter", ["Meetings"] = "TotalCount", ["TrackTally"] = "TrackFrequencyTable", ["TrackCensus"] = "FrequencyPass",
        ["OccurrenceCursor"] = "PostingCursor", ["TrackFacts"] = "TrackStats", ["RangeWork"] = "RangeCoordinator", ["StartCheck"] = "MiningStartupService",
        ["Answering"] = "LookupApi", ["SimilarQuestion"] = "SimilarTracksQuery", ["SimilarAnswer"] = "SimilarTracksResult", ["SoundValues"] = "AudioFeatureValues",
        ["IAccessLog"] = "IAccessRecorder", ["Pulse"] = "AsyncSignal", ["PartitionLane"] = "PartitionWorker", ["outOfTime"] = "shutdownTimeout", ["MayPass"] = "IsTransient",
        ["DumpIntake"] = "DumpIngestion", ["IMatchableTracks"] = "ITrackIsrcStore", ["KnownForm"] = "SchemaVersion", ["BatchCutter"] = "BatchSplitter",
        ["ShardWork"] = "ShardHandler", ["Verdict"] = "ExtractionStatus", ["TimesPlus"] = "MultiplyAdd", ["Larger"] = "Max",
        ["Magnitude"] = "Abs", ["PipelineWatch"] = "PipelineMonitor", ["RowDealer"] = "PlaylistRowGenerator", ["Taste"] = "ListenerProfile", ["Dice"] = "Rng",
    };

    /// <summary>Ordinary words that were types with a special meaning in one project, and stay free elsewhere.</summary>
    private static readonly (string Project, string Type, string Standard)[] ReplacedTypes =
    [
        ("services/cooccurrence-miner", "Slice", "HashPartition"), ("services/cooccurrence-miner", "Place", "OrdinalById"),
        ("services/vectorizer", "BadEvent", "EventValidator"), ("services/lookup-gateway", "Messages", "ProtoMapper"), ("services/lookup-gateway", "Seeds", "SeedVectorCache"),
        ("services/lookup-gateway", "Words", "ExplanationFormatter"), ("services/shard-extractor", "Credit", "ArtistCredit"), ("tools/platform", "Figures", "Humanize"),
    ];

    private static readonly IReadOnlyList<SourceProject> Projects = [.. SourceProject.In("services", "tools", "tests")];

    [Fact]
    public void Names_ThatWereReplaced_AreNotUsed()
    {
        var found =
            from project in Projects
            from file in project.Files
            where !file.Path.EndsWith("/NamesTests.cs", StringComparison.Ordinal)
            from name in file.Identifiers.Append(Path.GetFileNameWithoutExtension(file.Path)).Distinct()
            where Replaced.ContainsKey(name) || Older().IsMatch(name)
            select $"{file.Path}: {name} is {(Replaced.TryGetValue(name, out var standard) ? standard : $"Legacy{name["Older".Length..]}")}";
        Rule.HasNoViolation(found);
    }

    [Fact]
    public void Types_ThatWereReplaced_AreNotDeclared()
    {
        var found =
            from replaced in ReplacedTypes
            from project in Projects
            where project.Name == replaced.Project
            from file in project.Files
            where file.Types.Contains(replaced.Type) || Path.GetFileNameWithoutExtension(file.Path) == replaced.Type
            select $"{file.Path}: {replaced.Type} is {replaced.Standard}";
        Rule.HasNoViolation(found);
    }

    [Fact]
    public void ExceptionVariables_AreNamedEx() => Rule.HasNoViolation(
        from project in Projects
        from file in project.Files
        where CaughtFault().IsMatch(file.Code)
        select file.Path);

    [Fact]
    public void Names_OfTheCatalog_AreSpelledAsTheTopics() => Rule.HasNoViolation(
        from project in Projects
        from file in project.Files
        from type in file.Types
        where type.Contains("Catalogue", StringComparison.Ordinal)
        select $"{file.Path}: {type} is {type.Replace("Catalogue", "Catalog", StringComparison.Ordinal)}");

    [Fact]
    public void Types_OfTwoServices_HaveDifferentNames()
    {
        // Every service has a static class of its log messages.
        var declared =
            from project in Projects
            where project.Name.StartsWith("services/", StringComparison.Ordinal) && !project.Name.StartsWith("services/building-blocks/", StringComparison.Ordinal)
            from type in project.Files.SelectMany(file => TopLevelTypes(file)).Distinct()
            where type != "Log"
            group project.Name by type;
        Rule.HasNoViolation(declared.Where(type => type.Count() > 1).Select(type => $"{type.Key}: {string.Join(", ", type)}"));
    }

    private static IEnumerable<string> TopLevelTypes(SourceFile file) => TopLevelType().Matches(file.Code).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\bcatch\s*\([\w.]+ fault\)")]
    private static partial Regex CaughtFault();

    [GeneratedRegex("^Older[A-Z]")]
    private static partial Regex Older();

    [GeneratedRegex(@"^(?:(?:public|internal|sealed|static|partial|abstract|readonly|unsafe|ref)\s+)*(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+([A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();
}
