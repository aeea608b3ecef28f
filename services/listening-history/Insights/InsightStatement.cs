using System.Text.RegularExpressions;

namespace SpotifyPlatform.ListeningHistory.Insights;

/// <summary>
/// A figure's SQL: the file <c>Insights/Sql/NAME.sql</c>, with parameters such as <c>$from</c>. It is written in what DuckDB and
/// PostgreSQL share, so the same text answers requests and stands behind the views of both.
/// </summary>
internal sealed partial class InsightStatement
{
    /// <summary>The parameters of views: all plays of all time.</summary>
    private static readonly Dictionary<string, string> ViewValues = new(StringComparer.Ordinal)
    {
        ["from"] = "DATE '0001-01-01'",
        ["to"] = "DATE '9999-12-31'",
        ["previous_from"] = "DATE '9999-12-31'",
        ["previous_to"] = "DATE '0001-01-01'",
        ["with_suspected"] = "FALSE",
        ["with_private"] = "TRUE",
        ["by_plays"] = "FALSE",
        ["ascending"] = "FALSE",
        ["unmerged"] = "FALSE",
        ["bucket"] = "'month'",
        ["gap_minutes"] = "30",
        ["limit"] = "9223372036854775807",
    };

    private InsightStatement(string name, string sql)
    {
        Name = name;
        Sql = sql;
        Parameters = [.. Parameter().Matches(sql).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The file's name without its ending.</summary>
    public string Name { get; }

    /// <summary>The file's text; its first lines are a comment that says what the figure is.</summary>
    public string Sql { get; }

    /// <summary>Names without the dollar sign.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <exception cref="InvalidOperationException">No such file is embedded.</exception>
    public static InsightStatement Load(string name)
    {
        using var stream = typeof(InsightStatement).Assembly.GetManifestResourceStream($"Insights.Sql.{name}.sql")
            ?? throw new InvalidOperationException($"Insights/Sql/{name}.sql is not embedded.");
        using var reader = new StreamReader(stream);
        return new InsightStatement(name, reader.ReadToEnd());
    }

    /// <summary>The statement over all time, as a view needs it: with no parameters.</summary>
    public string WithoutParameters() => Parameter().Replace(Sql, match => ViewValues[match.Groups[1].Value]);

    [GeneratedRegex(@"\$([a-z_]+)")]
    private static partial Regex Parameter();
}
