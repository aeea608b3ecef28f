using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Stores;

/// <summary>Reading a store leaves its folder as it was.</summary>
public sealed class ReadOnlyDatabaseTests : IDisposable
{
    private const string Schema = "CREATE TABLE IF NOT EXISTS t(x)";
    private readonly string folder = Directory.CreateTempSubdirectory("readonly-").FullName;

    private string Database => Path.Combine(folder, "store.sqlite");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_MissingFile_IsEmptyAndCreatesNothing()
    {
        using (var database = new SqliteDatabase(Path.Combine(folder, "sub", "store.sqlite"), Schema, access: SqliteAccess.ReadOnly))
            Assert.Equal(0, Count(database));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task Read_ExistingFile_SeesItsRowsAndLeavesNoFileBeside()
    {
        using (var writer = new SqliteDatabase(Database, Schema))
            await writer.WriteAsync(connection => connection.Execute("INSERT INTO t VALUES (1)"), CancellationToken.None);
        var before = Files();

        using (var database = new SqliteDatabase(Database, Schema, access: SqliteAccess.ReadOnly))
            Assert.Equal(1, Count(database));
        using (var connection = SqliteDatabase.OpenReadOnly(Database))
            Assert.Equal(1, connection.Scalar<long>("SELECT count(*) FROM t"));

        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task Write_OpenedForReading_IsRefused()
    {
        new SqliteDatabase(Database, Schema).Dispose();
        using var database = new SqliteDatabase(Database, Schema, access: SqliteAccess.ReadOnly);
        var ex = await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(_ => { }, CancellationToken.None));
        Assert.Contains(Database, ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OtherSchemaVersion_IsRefusedByName()
    {
        new SqliteDatabase(Database, Schema).Dispose();
        var ex = Assert.Throws<InvalidDataException>(() => new SqliteDatabase(Database, Schema, version: 2, SqliteAccess.ReadOnly));
        Assert.Contains(Database, ex.Message, StringComparison.Ordinal);
    }

    private static long Count(SqliteDatabase database) => database.Read(connection => connection.Scalar<long>("SELECT count(*) FROM t"));

    /// <summary>Names and bytes of the folder's files.</summary>
    private List<string> Files() =>
        [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(File.ReadAllBytes(file))}")];
}
