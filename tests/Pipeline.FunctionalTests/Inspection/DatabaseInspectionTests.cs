using Microsoft.Data.Sqlite;
using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.Platform;
using SpotifyPlatform.Platform.Inspection;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Inspection;

public sealed class DatabaseInspectionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Database => folder.File("set.sqlite3");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Run_SmallTables_CountsRowsAndShowsColumnsIndexesAndSamples()
    {
        Write("""
            CREATE TABLE tracks (rowid INTEGER PRIMARY KEY, id TEXT, length REAL, doubled AS (2 * length));
            CREATE UNIQUE INDEX tracks_id ON tracks(id);
            INSERT INTO tracks(id, length) VALUES ('a', 1.5), ('b', NULL), (zeroblob(5000), 2), (printf('%.*c', 5000, 'x'), 3);
            CREATE TABLE empty (x);
            """);

        var report = new DatabaseInspection(Database, 10).Run();

        Assert.Equal(["empty", "tracks"], report.Tables.Select(table => table.Name));
        Assert.Equal(new RowEstimate(0, IsExact: true), report.Tables[0].Rows);
        var tracks = report.Tables[1];
        Assert.Equal(new RowEstimate(4, IsExact: true), tracks.Rows);
        Assert.Equal(["rowid INTEGER True False", "id TEXT False False", "length REAL False False", "doubled  False True"], tracks.Columns.Select(c => $"{c.Name} {c.Type} {c.IsKey} {c.IsGenerated}"));
        Assert.Equal(["id"], tracks.Indexed);
        Assert.Equal(["rowid", "id", "length"], tracks.SampleColumns);
        Assert.Equal([["1", "a", "1.5"], ["2", "b", null], ["3", "blob of 5000 bytes", "2"], ["4", "text of 5000 bytes", "3"]], tracks.Samples);
    }

    [Theory]
    [InlineData("CREATE TABLE big (id INTEGER PRIMARY KEY, text TEXT)")]
    [InlineData("CREATE TABLE big (id TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID")]
    public void Run_LargeTable_EstimatesWithinTenPercent(string table)
    {
        const int rows = 120_000;
        Write($"{table}; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) INSERT INTO big SELECT i * 7, printf('%.*c', 20 + i % 90, 'x') FROM n");

        var estimate = Assert.Single(new DatabaseInspection(Database, 0).Run().Tables).Rows!;

        Assert.False(estimate.IsExact);
        Assert.InRange(estimate.Rows, 0.9 * rows, 1.1 * rows);
    }

    [Fact]
    public void Run_AnyFile_LeavesItAsItIsAndWritesNothingBesideIt()
    {
        Write("PRAGMA journal_mode=WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)");
        var before = File.ReadAllBytes(Database);

        new DatabaseInspection(Database, 3).Run();

        Assert.Equal([Database], Directory.EnumerateFiles(folder.Path));
        Assert.Equal(before, File.ReadAllBytes(Database));
    }

    [Fact]
    public void Run_DatabaseInUse_IsRefusedWithTheRemedy()
    {
        Write("PRAGMA journal_mode=WAL; CREATE TABLE t (x)");
        using var writer = Open();
        Execute(writer, "INSERT INTO t VALUES (1)");

        var refusal = Assert.Throws<CommandException>(() => new DatabaseInspection(Database, 3).Run());

        Assert.Contains("-wal beside it holds changes", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("wal_checkpoint", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ViewsVirtualTablesAndControlCharacters_AreNamedAndNotRun()
    {
        Write(""""
            CREATE TABLE t ("a]b""" TEXT, "c'd" "ty
            pe");
            INSERT INTO t VALUES (char(27) || '[2J', 'x');
            CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n;
            CREATE VIRTUAL TABLE words USING fts5(x);
            """");

        var report = new DatabaseInspection(Database, 3).Run();

        Assert.Contains("endless (view)", report.NotRead);
        Assert.Contains("words (virtual table)", report.NotRead);
        var table = report.Tables.Single(table => table.Name == "t");
        Assert.Equal(["a]b\"", "c'd"], table.SampleColumns);
        Assert.Equal([["\uFFFD[2J", "x"]], table.Samples);
        Assert.DoesNotContain(table.Columns, column => column.Type.Any(char.IsControl));
    }

    [Fact]
    public void Run_ManyTablesAndColumns_ShowsSoMany()
    {
        var columns = string.Join(", ", Enumerable.Range(0, 1_000).Select(i => $"c{i}"));
        Write($"CREATE TABLE a_wide ({columns});" + string.Concat(Enumerable.Range(0, 600).Select(i => $"CREATE TABLE t{i} (x);")));

        var report = new DatabaseInspection(Database, 3).Run();

        Assert.True(report.IsCut);
        Assert.Equal(500, report.Tables.Count);
        Assert.Equal(200, report.Tables[0].Columns.Count);
    }

    [Fact]
    public void Run_FlippedBytes_ReportsOrRefusesInBoundedTime()
    {
        Write("CREATE TABLE t (x TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO t SELECT i || 'text' FROM n; CREATE INDEX t_x ON t(x)");
        var whole = File.ReadAllBytes(Database);
        var random = new Random(7);
        for (var run = 0; run < 300; run++)
        {
            var bytes = whole.ToArray();
            // Most bytes that matter are at the start of pages.
            for (var i = 0; i < 4; i++)
                bytes[random.Next(bytes.Length / 4096) * 4096 + random.Next(random.Next(2) == 0 ? 120 : 4096)] = (byte)random.Next(256);
            File.WriteAllBytes(Database, bytes);
            try
            {
                new DatabaseInspection(Database, 3).Run();
            }
            catch (CommandException ex)
            {
                Assert.NotEmpty(ex.Message);
            }
        }
    }

    [Fact]
    public void Run_OtherFiles_AreRefusedWithAReason()
    {
        Assert.Contains("no file", Refusal(folder.File("missing")), StringComparison.Ordinal);
        NamedPipe.Create(folder.File("pipe"));
        Assert.Contains("no file", Refusal(folder.File("pipe")), StringComparison.Ordinal);
        File.WriteAllText(folder.File("text"), "no database at all");
        Assert.Contains("not a SQLite database", Refusal(folder.File("text")), StringComparison.Ordinal);
        using (var zstd = ZstdStreams.Compress(File.Create(folder.File("set.zst"))))
            zstd.Write("SQLite format 3\0"u8);
        Assert.Contains("zstd -d", Refusal(folder.File("set.zst")), StringComparison.Ordinal);
    }

    private static string Refusal(string path) => Assert.Throws<CommandException>(() => new DatabaseInspection(path, 3).Run()).Message;

    private void Write(string sql)
    {
        using var connection = Open();
        Execute(connection, sql);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Database, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
