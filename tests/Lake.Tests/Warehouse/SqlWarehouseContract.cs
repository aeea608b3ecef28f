using SpotifyPlatform.Lake.Tests.Support;
using SpotifyPlatform.Lake.Warehouse;

namespace SpotifyPlatform.Lake.Tests.Warehouse;

/// <summary>What every engine of <see cref="ISqlWarehouse"/> does.</summary>
public abstract class SqlWarehouseContract
{
    private static readonly TableSchema Schema = new(
        [
            new("id", ColumnType.String, Repeated: false, []),
            new("number", ColumnType.Int64, Repeated: false, []),
            new("happened", ColumnType.Timestamp, Repeated: false, []),
            new("names", ColumnType.String, Repeated: true, []),
            new("images", ColumnType.Record, Repeated: true, [new("url", ColumnType.String, Repeated: false, []), new("width", ColumnType.Int64, Repeated: false, [])]),
            new("link", ColumnType.Record, Repeated: false, [new("spotify", ColumnType.String, Repeated: false, [])]),
        ],
        ["id"]);

    private const string First = """{"id":"é'\"\\","number":9007199254740993,"happened":"2025-11-09T06:00:00.123456Z","names":["x","y"],"images":[{"url":"u","width":640},{"url":"v","width":null}],"link":{"spotify":"s"}}""";
    private const string Second = """{"id":"b","number":null,"happened":null,"names":[],"images":[],"link":null}""";
    private const string Columns = "SELECT id, number, happened, ARRAY_TO_STRING(names, ',') AS names, ARRAY_LENGTH(images) AS images, link.spotify AS link FROM {many} ORDER BY number DESC";
    private static readonly Dictionary<string, object> None = [];

    private protected abstract IWarehouseServer Server { get; }

    [SkippableFact]
    public async Task Load_RowsOfEveryType_AreThereAsTheyWereWritten()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        var rows = await LoadAsync(world, First, Second);
        Assert.Equal(2, rows);
        Assert.Equal(["é'\"\\ | 9007199254740993 | 2025-11-09 06:00:00.123456 | x,y | 2 | s", "b | null | null |  | 0 | null"], await world.RowsAsync(Columns));
    }

    [SkippableFact]
    public async Task Load_Again_ReplacesTheRows()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await LoadAsync(world, First, Second);
        Assert.Equal(1, await LoadAsync(world, Second));
        Assert.Equal(["1"], await world.RowsAsync("SELECT COUNT(*) AS n FROM {many}"));
    }

    [SkippableFact]
    public async Task Load_NoRows_GivesAnEmptyTable()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        Assert.Equal(0, await LoadAsync(world));
        Assert.Equal(["id", "number", "happened", "names", "images", "link"], await world.Warehouse.FindColumnsAsync(world.Target.Table("many"), CancellationToken.None));
    }

    [SkippableFact]
    public async Task Load_ARowOfAnotherType_TakesNoRow()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await LoadAsync(world, Second);
        await Assert.ThrowsAsync<WarehouseRefusedException>(() => LoadAsync(world, First, """{"id":"c","number":"many","happened":null,"names":[],"images":[],"link":null}"""));
        Assert.Equal(["b"], await world.RowsAsync("SELECT id FROM {many}"));
    }

    [SkippableFact]
    public async Task Create_ATableThatIsThere_KeepsItsRows()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await LoadAsync(world, Second);
        await world.Warehouse.CreateAsync(world.Target.Table("many"), Schema, CancellationToken.None);
        Assert.Equal(["b"], await world.RowsAsync("SELECT id FROM {many}"));
    }

    [SkippableFact]
    public async Task FindColumns_OfNoTable_IsNull()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        Assert.Null(await world.Warehouse.FindColumnsAsync(world.Target.Table("none"), CancellationToken.None));
    }

    [SkippableFact]
    public async Task Calls_OnADatasetThatIsNotThere_SaySo()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        var table = new TableName("dp_lake_mistyped", "many");
        await Assert.ThrowsAsync<DatasetNotFoundException>(() => world.Warehouse.FindColumnsAsync(table, CancellationToken.None));
        await Assert.ThrowsAsync<DatasetNotFoundException>(() => world.Warehouse.CreateAsync(table, Schema, CancellationToken.None));
        var refused = await Assert.ThrowsAsync<DatasetNotFoundException>(() => world.Warehouse.LoadAsync(table, Schema, WriteFile(world, Second), CancellationToken.None));
        Assert.Contains("--dataset: dp_lake_dev (dev) or dp_lake_prd (prd)", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Execute_AMerge_CountsTheRowsThatChange()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await LoadAsync(world, First, Second);
        var table = world.Target.Table("many");
        var merge = $"MERGE INTO {table} AS t USING (SELECT 'b' AS id, 5 AS number UNION ALL SELECT 'new', 6) AS s ON t.id = s.id WHEN MATCHED THEN UPDATE SET number = s.number WHEN NOT MATCHED THEN INSERT (id, number) VALUES (s.id, s.number)";
        Assert.Equal(2, await world.Warehouse.ExecuteAsync(merge, CancellationToken.None));
        Assert.Equal(["b | 5", "new | 6"], await world.RowsAsync("SELECT id, number FROM {many} WHERE number < 100 ORDER BY number"));
    }

    [SkippableFact]
    public async Task Query_AParameter_IsAValueAndNoSql()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await LoadAsync(world, First, Second);
        var mark = world.Warehouse.Dialect == SqlDialect.DuckDb ? "$" : "@";
        var parameters = new Dictionary<string, object> { ["id"] = "é'\"\\", ["earlier"] = new DateTimeOffset(2025, 11, 9, 7, 0, 0, TimeSpan.FromHours(1)), ["number"] = 9007199254740993L };
        var rows = await world.Warehouse.QueryAsync(
            $"SELECT names[{(mark == "$" ? "1" : "OFFSET(0)")}] AS first_name, happened >= {mark}earlier AS later FROM {world.Target.Table("many")} WHERE id = {mark}id AND number = {mark}number", parameters, CancellationToken.None);
        Assert.Equal(["x | True"], RowText.Of(rows));
    }

    [SkippableFact]
    public async Task Query_OfEveryScalar_GivesTheTypesOfThePort()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        var row = Assert.Single(await world.Warehouse.QueryAsync("SELECT 1 = 1 AS b, 2.5e0 AS d, COUNT(*) AS n, DATE '2025-11-09' AS day, CAST(NULL AS STRING) AS nothing", None, CancellationToken.None));
        Assert.Equal([true, 2.5, 1L, new DateOnly(2025, 11, 9), null], row.Values);
        Assert.Equal(["b", "d", "n", "day", "nothing"], row.Names);
    }

    [SkippableFact]
    public async Task Execute_SqlThatIsNone_IsRefused()
    {
        using var world = await LakeWorld.CreateAsync(Server);
        await Assert.ThrowsAsync<WarehouseRefusedException>(() => world.Warehouse.ExecuteAsync("CREATE NONSENSE", CancellationToken.None));
        await Assert.ThrowsAsync<WarehouseRefusedException>(() => world.Warehouse.QueryAsync("SELECT nothing_of_that_name", None, CancellationToken.None));
    }

    private static Task<long> LoadAsync(LakeWorld world, params string[] lines) =>
        world.Warehouse.LoadAsync(world.Target.Table("many"), Schema, WriteFile(world, lines), CancellationToken.None);

    private static string WriteFile(LakeWorld world, params string[] lines)
    {
        var path = world.File("it's rows.jsonl");
        File.WriteAllText(path, string.Concat(lines.Select(line => line + '\n')));
        return path;
    }
}

public sealed class DuckDbWarehouseTests : SqlWarehouseContract
{
    private protected override IWarehouseServer Server { get; } = new DuckDbServer();
}

[Trait("Category", "Integration")]
public sealed class BigQueryWarehouseTests : SqlWarehouseContract
{
    private protected override IWarehouseServer Server { get; } = new BigQueryServer();
}
