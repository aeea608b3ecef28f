using static System.Threading.CancellationToken;

namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Stores;

/// <summary>Damage of a database is found at open, by reading, or by the check; the whole rows are kept.</summary>
public sealed class SqliteCheckTests : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS numbers(
            id BLOB NOT NULL, number INTEGER NOT NULL, word TEXT, share REAL,
            checksum INTEGER NOT NULL AS (row_checksum(id, number, word, share)) STORED, PRIMARY KEY(id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS numbers_by_word ON numbers(word);
        """;

    private const int Rows = 500;

    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("x.sqlite");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Find_OneBitFlipped_IsFoundOrNoRowIsChanged()
    {
        await WriteAsync();
        var (good, digest) = (await File.ReadAllBytesAsync(Path), LogicalDigest.Of(Path));
        Assert.Empty(SqliteCheck.Find(Path));
        var (random, found) = (new Random(1), 0);
        for (var i = 0; i < 300; i++)
        {
            var (bad, bit) = (good.ToArray(), random.Next(good.Length * 8));
            bad[bit / 8] ^= (byte)(1 << bit % 8);
            await File.WriteAllBytesAsync(Path, bad);
            if (SqliteCheck.Find(Path).Count > 0)
                found++;
            else
                Assert.Equal(digest, LogicalDigest.Of(Path));
        }

        Assert.InRange(found, 200, 300);
    }

    [Fact]
    public async Task Find_ARowChangedBehindTheBack_NamesIt()
    {
        await WriteAsync();
        await ChangeARowAsync();

        Assert.Contains(SqliteCheck.Find(Path), finding => finding.Contains("table numbers", StringComparison.Ordinal) && finding.Contains("checksum", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_RowsDamaged_KeepsTheOthersAndTheFileBeside()
    {
        await WriteAsync();
        await ChangeARowAsync();

        var kept = SqliteSalvage.Run(Path);

        Assert.Equal(Rows - 1, kept["numbers"]);
        Assert.Empty(SqliteCheck.Find(Path));
        Assert.True(File.Exists(Path + ".damaged"));
        using var database = new SqliteDatabase(Path, Schema);
        Assert.Equal(Rows - 1, database.Read(c => c.Scalar<long>("SELECT count(*) FROM numbers")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_FileLost_IsRefusedInsteadOfBegunAnew(bool isDeleted)
    {
        await WriteAsync();
        File.Delete(Path);
        if (!isDeleted)
            await File.WriteAllBytesAsync(Path, []);
        foreach (var access in Enum.GetValues<SqliteAccess>())
            Assert.Contains("platform restore", Assert.Throws<InvalidDataException>(() => new SqliteDatabase(Path, Schema, access: access)).Message, StringComparison.Ordinal);

        SqliteSalvage.Remove(Path);
        new SqliteDatabase(Path, Schema).Dispose();
    }

    [Theory]
    [InlineData("CREATE TABLE IF NOT EXISTS other(x)", 1)]
    [InlineData("CREATE TABLE IF NOT EXISTS other(x)", 2)]
    public void Open_FileOfAnotherStore_IsRefused(string schema, int version)
    {
        new SqliteDatabase(Path, schema, version).Dispose();
        Assert.Throws<InvalidDataException>(() => new SqliteDatabase(Path, Schema));
        Assert.Throws<InvalidDataException>(() => new SqliteDatabase(Path, Schema, access: SqliteAccess.ReadOnly));
    }

    [Theory]
    [InlineData("zeros")]
    [InlineData("text")]
    [InlineData("cut")]
    public async Task Open_NoDatabase_IsRefused(string what)
    {
        await WriteAsync();
        var good = await File.ReadAllBytesAsync(Path);
        await File.WriteAllBytesAsync(Path, what switch { "zeros" => new byte[good.Length], "text" => "a text, not a database, and long enough to be no header"u8.ToArray(), _ => good[..1000] });

        foreach (var access in Enum.GetValues<SqliteAccess>())
            Assert.Contains(Path, Assert.Throws<InvalidDataException>(() => new SqliteDatabase(Path, Schema, access: access)).Message, StringComparison.Ordinal);
        Assert.NotEmpty(SqliteCheck.Find(Path));
    }

    /// <summary>In the table, in the index, and in what a page that was split left behind.</summary>
    private async Task ChangeARowAsync()
    {
        var bytes = await File.ReadAllBytesAsync(Path);
        for (int at = 0, next; (next = bytes.AsSpan(at).IndexOf("word 7 "u8)) >= 0; at += next + 1)
            bytes[at + next + 5] = (byte)'8';
        await File.WriteAllBytesAsync(Path, bytes);
    }

    private async Task WriteAsync()
    {
        using var database = new SqliteDatabase(Path, Schema);
        await database.WriteAsync(
            connection =>
            {
                for (var i = 0; i < Rows; i++)
                    connection.Execute(
                        "INSERT INTO numbers VALUES ($id, $number, $word, $share)",
                        ("$id", BitConverter.GetBytes(i)), ("$number", i * 7L), ("$word", i % 3 == 0 ? null : $"word {i} of many"), ("$share", i / 8.0));
            },
            None);
    }
}
