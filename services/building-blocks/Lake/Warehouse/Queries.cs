using System.Text.RegularExpressions;

namespace SpotifyPlatform.Lake.Warehouse;

/// <summary>
/// Queries of a folder of SQL files. <c>NAME.sql</c> is standard SQL, as BigQuery runs it; <c>NAME.duckdb.sql</c> stands beside it where DuckDB needs another
/// text. Tables are named by <c>{{ ref('TABLE') }}</c>.
/// </summary>
/// <param name="folder">Of the embedded files, with dots, and one at its end.</param>
internal sealed partial class Queries(string folder)
{
    private readonly SortedDictionary<string, string> texts = Resources.Read(folder);

    /// <exception cref="WarehouseRefusedException">A table of the query was never made.</exception>
    public async Task<IReadOnlyList<SqlRow>> RunAsync(
        ISqlWarehouse warehouse, string name, LakeTarget target, IReadOnlyDictionary<string, object> parameters, CancellationToken cancellationToken)
    {
        var text = TextOf(name, warehouse.Dialect);
        foreach (var table in Reference().Matches(text).Select(match => target.Table(match.Groups[1].Value)).Distinct())
            if (await warehouse.FindColumnsAsync(table, cancellationToken).ConfigureAwait(false) is null)
                throw new WarehouseRefusedException(
                    $"There is no table {table} yet. Make it: platform enrichment ingest --env {target.Environment}, then platform models run --target {target.Environment}");
        return await warehouse.QueryAsync(Reference().Replace(text, match => target.Table(match.Groups[1].Value).ToString()), parameters, cancellationToken).ConfigureAwait(false);
    }

    private string TextOf(string name, SqlDialect dialect) =>
        dialect == SqlDialect.DuckDb && texts.TryGetValue($"{name}.duckdb.sql", out var own) ? own : texts[$"{name}.sql"];

    [GeneratedRegex(@"\{\{\s*ref\('(\w+)'\)\s*\}\}")]
    private static partial Regex Reference();
}
