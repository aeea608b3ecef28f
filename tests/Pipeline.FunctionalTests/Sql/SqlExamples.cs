using System.Text.RegularExpressions;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Sql;

/// <summary>The statements of docs/sql.md.</summary>
internal static partial class SqlExamples
{
    public static List<string> All()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SpotifyPlatform.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return [.. Block().Matches(File.ReadAllText(Path.Combine(folder, "docs", "sql.md"))).Select(match => match.Groups[1].Value)];
    }

    /// <summary>The first one that has a text.</summary>
    public static string Find(string text) => All().First(sql => sql.Contains(text, StringComparison.Ordinal));

    /// <summary>The values that a statement names.</summary>
    public static Dictionary<string, object> Of(string sql, Dictionary<string, object> values) =>
        values.Where(value => Regex.IsMatch(sql, $@"\${value.Key}\b")).ToDictionary();

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
