using Microsoft.Data.Sqlite;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

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
}
