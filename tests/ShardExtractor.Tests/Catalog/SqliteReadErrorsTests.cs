using Microsoft.Data.Sqlite;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>What an error of SQLite says about a file of the data set.</summary>
public sealed class SqliteReadErrorsTests
{
    [Theory]
    [InlineData(1, typeof(CatalogRefusedException))]
    [InlineData(7, typeof(CatalogRefusedException))]
    [InlineData(11, typeof(CatalogRefusedException))]
    [InlineData(18, typeof(CatalogRefusedException))]
    [InlineData(26, typeof(CatalogRefusedException))]
    [InlineData(10, typeof(IOException))]
    [InlineData(14, typeof(IOException))]
    [InlineData(5, null)]
    public void Translate_ErrorOfAFile_IsARefusalOrAFaultOfTheDisk(int code, Type? expected) =>
        Assert.Equal(expected, SqliteReadErrors.Translate("x.sqlite3", new SqliteException("text", code))?.GetType());

    [Fact]
    public void Guard_AValueOfAnotherType_IsARefusalThatNamesTheFile()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        var ex = Assert.Throws<CatalogRefusedException>(() => SqliteReadErrors.Guard("x.sqlite3", () => connection.Scalar<long?>("SELECT 'text'")));
        Assert.Contains("x.sqlite3", ex.Message, StringComparison.Ordinal);
    }
}
