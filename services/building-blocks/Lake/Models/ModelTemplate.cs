using System.Text.RegularExpressions;
using SpotifyPlatform.Lake.Warehouse;

namespace SpotifyPlatform.Lake.Models;

/// <summary>
/// The part of dbt's templates that models use: <c>config(materialized, unique_key, cluster_by)</c>, <c>ref('MODEL')</c>,
/// <c>source('TABLE')</c>, <c>this</c>, and <c>{% if is_incremental() %} … {% endif %}</c>; and <c>unnest('COLUMN', 'item')</c>, which the dialects write differently.
/// </summary>
internal static partial class ModelTemplate
{
    /// <exception cref="FormatException">The text is no model; the message names it.</exception>
    public static Model Read(string name, string text)
    {
        var config = Config().Match(text) is { Success: true } match
            ? Setting().Matches(match.Groups[1].Value).ToDictionary(setting => setting.Groups[1].Value, setting => setting.Groups[2].Value)
            : throw new FormatException($"Model {name} does not begin with {{{{ config(materialized='...') }}}}.");
        if (config.Keys.Except(["materialized", "unique_key", "cluster_by"]).FirstOrDefault() is { } unknown)
            throw new FormatException($"Model {name} has an unknown setting {unknown}.");
        if (!Enum.TryParse<Materialization>(config.GetValueOrDefault("materialized"), ignoreCase: true, out var materialization))
            throw new FormatException($"Model {name} is materialized as '{config.GetValueOrDefault("materialized")}'; view, table and incremental are possible.");
        var query = Config().Replace(text, "").Trim();
        var model = new Model(
            name, materialization, config.GetValueOrDefault("unique_key"), config.GetValueOrDefault("cluster_by"), Names(query, "ref"), Names(query, "source"), query);
        if (materialization == Materialization.Incremental && model.UniqueKey is null)
            throw new FormatException($"Model {name} is incremental and needs unique_key.");
        var rest = Render(model, table => new TableName("dataset", table), SqlDialect.BigQuery, isIncremental: true);
        return rest.Contains("{{", StringComparison.Ordinal) || rest.Contains("{%", StringComparison.Ordinal)
            ? throw new FormatException($"Model {name} has a tag that is not known: {Tag().Match(rest).Value}.")
            : model;
    }

    /// <summary>The query as it is run.</summary>
    /// <param name="table">Where a model or source is.</param>
    /// <param name="isIncremental">The model's own table is there, and only what differs is asked for.</param>
    public static string Render(Model model, Func<string, TableName> table, SqlDialect dialect, bool isIncremental)
    {
        var query = Incremental().Replace(model.Query, isIncremental ? "$1" : "");
        query = Unnest().Replace(query, dialect == SqlDialect.DuckDb ? "UNNEST($1) AS unnested($2)" : "UNNEST($1) AS $2");
        query = Reference().Replace(query, match => table(match.Groups[2].Value).ToString());
        return This().Replace(query, table(model.Name).ToString());
    }

    private static string[] Names(string query, string tag) =>
        [.. Reference().Matches(query).Where(match => match.Groups[1].Value == tag).Select(match => match.Groups[2].Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\A\s*\{\{\s*config\(([^)]*)\)\s*\}\}")]
    private static partial Regex Config();

    [GeneratedRegex(@"(\w+)\s*=\s*'(\w*)'")]
    private static partial Regex Setting();

    [GeneratedRegex(@"\{\{\s*(ref|source)\('(\w+)'\)\s*\}\}")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\{\{\s*unnest\('(\w+)', '(\w+)'\)\s*\}\}")]
    private static partial Regex Unnest();

    [GeneratedRegex(@"\{\{\s*this\s*\}\}")]
    private static partial Regex This();

    [GeneratedRegex(@"\{%\s*if is_incremental\(\)\s*%\}(.*?)\{%\s*endif\s*%\}", RegexOptions.Singleline)]
    private static partial Regex Incremental();

    [GeneratedRegex(@"\{[{%].{0,80}")]
    private static partial Regex Tag();
}
