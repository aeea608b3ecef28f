using static System.Threading.CancellationToken;

namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Stores;

/// <summary>Damage of a database is found at open, by reading, or by the check; the whole rows are kept.</summary>
public sealed class SqliteCheckTests : IDisposable
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS numbers(
            id BLOB NOT NULL, number INTEGER NOT NULL, word TEXT, share REAL,
            checksum INTEGER NOT NULL AS (row_checksum(id, number, word, share)) STORED, PRIMARY KEY(id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS numbers_by_word ON numbers(word);
        """;

    private const int Rows = 500;

    /// <summary>Of tables without row numbers and of indexes.</summary>
    private const byte LeafPage = 0x0a;

    private static readonly SqliteSchema Schema = new("x.sqlite", Tables, Version: 1);

    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("x.sqlite");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Find_OneBitFlipped_IsFoundOrNoRowIsChanged()
    {
        await WriteAsync();
        var (good, digest) = (await File.ReadAllBytesAsync(Path), LogicalDigest.Of(Path));
        Assert.Empty(SqliteCheck.Find(Path, Schema));
        var (random, found) = (new Random(1), 0);
        for (var i = 0; i < 300; i++)
        {
            var (bad, bit) = (good.ToArray(), random.Next(good.Length * 8));
            bad[bit / 8] ^= (byte)(1 << bit % 8);
            await File.WriteAllBytesAsync(Path, bad);
            if (SqliteCheck.Find(Path, Schema).Count > 0)
                found++;
            else
                Assert.Equal(digest, LogicalDigest.Of(Path));
        }

        // The others are in free space.
        Assert.InRange(found, 150, 300);
    }

    [Fact]
    public async Task Find_ARowChangedBehindTheBack_NamesIt()
    {
        await WriteAsync();
        await ChangeARowAsync();

        Assert.Contains(SqliteCheck.Find(Path, Schema), finding => finding.Contains("table numbers", StringComparison.Ordinal) && finding.Contains("checksum", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_RowsDamaged_KeepsTheOthersAndTheFileBeside()
    {
        await WriteAsync();
        await ChangeARowAsync();

        var (damaged, kept) = SqliteSalvage.Run(Path, Schema);

        Assert.Equal(Rows - 1, kept["numbers"]);
        Assert.Empty(SqliteCheck.Find(Path, Schema));
        Assert.Equal(Path + ".damaged", damaged);
        Assert.True(File.Exists(damaged));
        using var database = new SqliteDatabase(Path, Schema);
        Assert.Equal(Rows - 1, database.Read(c => c.Scalar<long>("SELECT count(*) FROM numbers")));
    }

    [Fact]
    public async Task Run_Again_GoesOnFromWhereItWasAndKeepsEachDamagedFile()
    {
        await WriteAsync();
        await ChangeARowAsync();
        SqliteSalvage.Run(Path, Schema);
        // As a crash leaves it when the damaged file is moved away and the new one is not yet in its place.
        File.Move(Path, Path + ".repaired");
        await File.WriteAllBytesAsync(Path + ".created", []);

        Assert.Null(SqliteSalvage.Run(Path, Schema).Damaged);
        Assert.Empty(SqliteCheck.Find(Path, Schema));
        Assert.Equal((Path + ".damaged-2", Rows - 1L), SqliteSalvage.Run(Path, Schema) is var (damaged, kept) ? (damaged, kept["numbers"]) : default);
        Assert.True(File.Exists(Path + ".damaged"));
    }

    [Fact]
    public async Task Run_APageOverwritten_KeepsTheRowsOfTheOthers()
    {
        await WriteAsync();
        var (bytes, pageBytes, damaged) = (await File.ReadAllBytesAsync(Path), 4096, 0);
        // A row is on a leaf of the table or between two, and on one of the index.
        for (var page = 1; page < bytes.Length / pageBytes; page++)
            if (bytes.AsMemory(page * pageBytes, pageBytes) is var content && content.Span[0] == LeafPage && (content.Span.IndexOf("word 100 "u8) >= 0 || content.Span.IndexOf("word 250 "u8) >= 0))
            {
                content.Span.Fill(0xff);
                damaged++;
            }

        Assert.InRange(damaged, 1, 4);
        await File.WriteAllBytesAsync(Path, bytes);

        var (_, kept) = SqliteSalvage.Run(Path, Schema);

        Assert.InRange(kept["numbers"], 1, Rows - 1);
        Assert.Empty(SqliteCheck.Find(Path, Schema));
    }

    [Theory]
    [InlineData("CREATE TABLE other(x)", 1, "tables of this store")]
    [InlineData(Tables, 2, "schema version 2")]
    public void Find_FileOfAnotherStoreOrVersion_SaysSoAndItIsMovedAway(string tables, int version, string said)
    {
        new SqliteDatabase(Path, tables, version).Dispose();

        Assert.Contains(said, Assert.Single(SqliteCheck.Find(Path, Schema)), StringComparison.Ordinal);
        Assert.Empty(SqliteSalvage.Run(Path, Schema).Kept);
        new SqliteDatabase(Path, Schema).Dispose();
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
            Assert.Contains("platform restore", Assert.Throws<InvalidDataException>(() => new SqliteDatabase(Path, Schema, access)).Message, StringComparison.Ordinal);

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
        Assert.Throws<InvalidDataException>(() => new SqliteDatabase(Path, Schema, SqliteAccess.ReadOnly));
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
            Assert.Contains(Path, Assert.Throws<InvalidDataException>(() => new SqliteDatabase(Path, Schema, access)).Message, StringComparison.Ordinal);
        Assert.NotEmpty(SqliteCheck.Find(Path, Schema));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_FileLostWhileItIsOpen_NamesIt(bool isEmptied)
    {
        await WriteAsync();
        using var database = new SqliteDatabase(Path, Schema);
        await using (var file = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            var length = file.Length;
            file.SetLength(0);
            if (!isEmptied)
                file.SetLength(length);
        }

        var ex = Assert.Throws<InvalidDataException>(() => database.Read(connection => connection.Scalar<long>("SELECT count(*) FROM numbers")));
        Assert.Contains(Path, ex.Message, StringComparison.Ordinal);
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
