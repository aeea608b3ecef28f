using System.Text.RegularExpressions;

namespace SpotifyPlatform.BuildingBlocks.Tests;

/// <summary>The metrics and labels that a PromQL expression names.</summary>
/// <param name="Metrics">Each selector's metric and the labels that it matches.</param>
/// <param name="Grouping">Labels of <c>by</c>, <c>without</c>, <c>on</c> and <c>ignoring</c>.</param>
internal sealed partial record PromQl(IReadOnlyList<(string Metric, IReadOnlyList<string> Labels)> Metrics, IReadOnlyList<string> Grouping)
{
    public static PromQl Parse(string expression)
    {
        var bare = Text().Replace(expression, "\"\"");
        var grouping = Group().Matches(bare).SelectMany(match => Name().Matches(match.Groups[1].Value)).Select(name => name.Value).ToList();
        var rest = Range().Replace(Group().Replace(bare, " "), " ");
        return new(
            [.. Selector().Matches(rest)
                .Where(match => !Keyword().IsMatch(match.Groups[1].Value))
                .Select(match => (match.Groups[1].Value, (IReadOnlyList<string>)[.. Label().Matches(match.Groups[2].Value).Select(label => label.Groups[1].Value)]))],
            grouping);
    }

    [GeneratedRegex("\"(?:\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")]
    private static partial Regex Group();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Range();

    [GeneratedRegex(@"[A-Za-z_:][A-Za-z0-9_:]*")]
    private static partial Regex Name();

    // A name that no parenthesis follows, with the matchers in braces.
    [GeneratedRegex(@"(?<![A-Za-z0-9_:.])([A-Za-z_:][A-Za-z0-9_:]*)(?![A-Za-z0-9_:]|\s*\()(?:\{([^}]*)\})?")]
    private static partial Regex Selector();

    [GeneratedRegex(@"([A-Za-z_][A-Za-z0-9_]*)\s*(?:=~|!~|!=|=)")]
    private static partial Regex Label();

    [GeneratedRegex(@"^(and|or|unless|bool|offset|sum|max|min|avg|count)$")]
    private static partial Regex Keyword();
}
