using System.Text.RegularExpressions;

namespace SpotifyPlatform.Architecture.Tests;

/// <summary>A C# source file without its comments and strings, so that rules apply to code only.</summary>
internal sealed partial class SourceFile
{
    public SourceFile(string projectFolder, string path)
    {
        Path = Repository.Relative(path);
        var relative = System.IO.Path.GetRelativePath(projectFolder, path).Replace('\\', '/');
        Folder = relative.Contains('/', StringComparison.Ordinal) ? relative[..relative.IndexOf('/', StringComparison.Ordinal)] : "";
        Code = CommentOrString().Replace(File.ReadAllText(path), " ");
        Namespace = NamespaceDeclaration().Match(Code).Groups[1].Value;
        Types = [.. TypeDeclaration().Matches(Code).Select(match => match.Groups[1].Value)];
    }

    /// <summary>Relative to the repository.</summary>
    public string Path { get; }

    /// <summary>The feature folder: the first folder below the project; empty for a file of the project's root.</summary>
    public string Folder { get; }

    public string Code { get; }

    public string Namespace { get; }

    /// <summary>Names of the declared types.</summary>
    public IReadOnlyList<string> Types { get; }

    public IEnumerable<string> Identifiers => Identifier().Matches(Code).Select(match => match.Value);

    // Raw strings first, because they contain quotes; then comments, verbatim strings, strings and characters.
    [GeneratedRegex("""\$*(?<q>"{3,})[\s\S]*?\k<q>|//[^\n]*|/\*[\s\S]*?\*/|[@$]{0,2}@[@$]?"(?:""|[^"])*"|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'""")]
    private static partial Regex CommentOrString();

    [GeneratedRegex(@"\bnamespace\s+([\w.]+)")]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+([A-Z]\w*)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"\b[A-Za-z_]\w*\b")]
    private static partial Regex Identifier();
}
