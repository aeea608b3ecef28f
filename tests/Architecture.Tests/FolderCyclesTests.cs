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
        Assert.Empty(uses.Where(use => reachable.Contains((use.To, use.From))).Select(use => $"{use.From} uses {use.To}: {use.Where}"));
    }

    /// <summary>By a using directive, or by a name that starts with the folder's namespace.</summary>
    private static IEnumerable<(string From, string To, string Where)> UsesOf(SourceFile file, List<SourceFile> files)
    {
        foreach (var other in files.Where(other => other.Folder != file.Folder).GroupBy(other => other.Folder))
        {
            var space = Regex.Escape(RootOf(other.First()));
            var types = string.Join('|', other.SelectMany(source => source.Types).Distinct());
            if (Regex.IsMatch(file.Code, $@"\b{space}\b") || (types.Length > 0 && Regex.IsMatch(file.Code, $@"(?<![\w.]){other.Key}\.({types})\b")))
                yield return (file.Folder, other.Key, file.Path);
        }
    }

    /// <summary>The namespace of the folder, without those of folders below it.</summary>
    private static string RootOf(SourceFile file) =>
        file.Namespace[..(file.Namespace.IndexOf($".{file.Folder}", StringComparison.Ordinal) + file.Folder.Length + 1)];

    private static HashSet<(string From, string To)> Closure(List<(string From, string To)> edges)
    {
        var reachable = edges.ToHashSet();
        while (edges.SelectMany(edge => reachable.Where(path => path.From == edge.To).Select(path => (edge.From, path.To))).Where(pair => !reachable.Contains(pair)).ToList() is
               { Count: > 0 } added)
            reachable.UnionWith(added);
        return reachable;
    }
}
