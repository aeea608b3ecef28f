using static System.Threading.CancellationToken;

namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Stores;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sqlite-");

    private string Database => Path.Combine(folder.FullName, "x.sqlite");

    [Fact]
    public async Task Write_DiskFull_IsAnIOExceptionAndTheFileGoesOn()
    {
        using var database = new SqliteDatabase(Database, "CREATE TABLE IF NOT EXISTS t(x)");
        await database.WriteAsync(c => c.Execute("INSERT INTO t VALUES (1)"), None);
        await Assert.ThrowsAsync<IOException>(() => database.WriteAsync(
            c =>
            {
                c.Execute("PRAGMA max_page_count=4");
                c.Execute("INSERT INTO t VALUES (zeroblob(1000000))");
            },
            None));

        await database.WriteAsync(
            c =>
            {
                c.Execute("PRAGMA max_page_count=1000000");
                c.Execute("INSERT INTO t VALUES (zeroblob(1000000))");
            },
            None);
        Assert.Equal(2, database.Read(c => c.Scalar<long>("SELECT count(*) FROM t")));
    }

    [Fact]
    public async Task Write_WorkThrows_IsRolledBack()
    {
        using var database = new SqliteDatabase(Database, "CREATE TABLE IF NOT EXISTS t(x)");
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(
            c =>
            {
                c.Execute("INSERT INTO t VALUES (1)");
                throw new InvalidOperationException();
            },
            None));
        Assert.Equal(0, database.Read(c => c.Scalar<long>("SELECT count(*) FROM t")));
    }

    [Fact]
    public async Task Open_BesideALongWrite_ReadsAtOnce()
    {
        const string schema = "CREATE TABLE IF NOT EXISTS t(x)";
        using var database = new SqliteDatabase(Database, schema);
        await database.WriteAsync(
            c =>
            {
                c.Execute("INSERT INTO t VALUES (1)");
                using var beside = new SqliteDatabase(Database, schema);
                Assert.Equal(0, beside.Read(r => r.Scalar<long>("SELECT count(*) FROM t")));
            },
            None);
    }

    [Fact]
    public void Open_AnotherSchemaVersion_IsRefused()
    {
        new SqliteDatabase(Database, "CREATE TABLE IF NOT EXISTS t(x)").Dispose();
        var ex = Assert.Throws<InvalidDataException>(() => new SqliteDatabase(Database, "CREATE TABLE IF NOT EXISTS t(x)", version: 2));
        Assert.Contains("schema version 1", ex.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
