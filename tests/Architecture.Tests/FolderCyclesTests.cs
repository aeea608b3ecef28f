using System.Text.RegularExpressions;

namespace SpotifyPlatform.Architecture.Tests;

/// <summary>Feature folders of a project use one another in one direction. Files in the project's root may use and be used by all.</summary>
public sealed class FolderCyclesTests
{
    public static TheoryData<string> Projects() => [.. SourceProject.In("services", "tools").Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfAProject_FormNoCycle(string project)
    {
        var files = SourceProject.In("services", "tools").Single(candidate => candidate.Name == project).Files.Where(file => file.Folder.Length > 0).ToList();
        var uses = files.SelectMany(file => UsesOf(file, files)).ToList();
        var reachable = Closure(uses.Select(use => (use.From, use.To)).Distinct().ToList());
        Rule.HasNoViolation(uses.Where(use => reachable.Contains((use.To, use.From))).Select(use => $"{use.From} uses {use.To}: {use.Where}"));
    }

    /// <summary>By a using directive, or by a name that starts with the folder's namespace.</summary>
    private static IEnumerable<(string From, string To, string Where)> UsesOf(SourceFile file, List<SourceFile> files)
    {
        foreach (var other in files.Where(other => other.Folder != file.Folder).GroupBy(other => other.Folder))
        {
            var name = other.Select(NamespaceOf).OfType<string>().FirstOrDefault();
            var types = string.Join('|', other.SelectMany(source => source.Types).Distinct());
            if ((name is not null && Regex.IsMatch(file.Code, $@"\b{Regex.Escape(name)}\b")) || (types.Length > 0 && Regex.IsMatch(file.Code, $@"(?<![\w.]){other.Key}\.({types})\b")))
                yield return (file.Folder, other.Key, file.Path);
        }
    }

    /// <summary>The namespace of the feature folder, without those of folders below it; null for a file whose namespace does not follow its folder.</summary>
    private static string? NamespaceOf(SourceFile file) =>
        Regex.Match(file.Namespace, $@"^.*?\.{Regex.Escape(file.Folder)}(?=\.|$)") is { Success: true } match ? match.Value : null;

    private static HashSet<(string From, string To)> Closure(List<(string From, string To)> edges)
    {
        var reachable = edges.ToHashSet();
        while (edges.SelectMany(edge => reachable.Where(path => path.From == edge.To).Select(path => (edge.From, path.To))).Where(pair => !reachable.Contains(pair)).ToList() is
               { Count: > 0 } added)
            reachable.UnionWith(added);
        return reachable;
    }
}
