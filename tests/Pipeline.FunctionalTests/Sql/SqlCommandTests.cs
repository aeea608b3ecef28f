using System.Text.Json;
using SpotifyPlatform.Platform.Commands;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Sql;

/// <summary><c>platform sql</c> as a process.</summary>
[Collection(nameof(SqlWorlds))]
public sealed class SqlCommandTests(SqlWorld world)
{
    [Fact]
    public async Task Sql_AsJson_HasNumbersTextsListsAndNulls()
    {
        using var rows = JsonDocument.Parse(await Platform.DoneAsync(
            "sql", "SELECT id, [1, 2] AS list, {'a': 'b'} AS struct, NULL AS nothing, sum(popularity) OVER () AS sum FROM tracks WHERE id = $id", "--param", $"id={world.Seed}", "--format", "json", "--data", world.Data));
        var row = Assert.Single(rows.RootElement.EnumerateArray());
        Assert.Equal(world.Seed.ToString(), row.GetProperty("id").GetString());
        Assert.Equal("[1,2]", row.GetProperty("list").GetRawText());
        Assert.Equal("""{"a":"b"}""", row.GetProperty("struct").GetRawText());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("nothing").ValueKind);
        Assert.Equal(JsonValueKind.Number, row.GetProperty("sum").ValueKind);
    }

    [Fact]
    public async Task Sql_AsCsv_QuotesWhatNeedsQuotes()
    {
        var csv = await Platform.DoneAsync("sql", """SELECT 'a "b", c' AS "x,y", '' AS empty, NULL AS nothing, 1.5 AS number""", "--format", "csv", "--data", world.Data);
        Assert.Equal(["\"x,y\",empty,nothing,number", "\"a \"\"b\"\", c\",\"\",,1.5"], csv.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Sql_AsTable_EndsWithTheNumberOfRows()
    {
        var table = await Platform.DoneAsync("sql", "SELECT a.id FROM tracks a, tracks b", "--data", world.Data);
        Assert.Contains("1,000 rows; there are more", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "Parser Error", "SELEC 1")]
    [InlineData(1, "does not exist", "SELECT * FROM playlists")]
    [InlineData(2, "not NAME=VALUE", "SELECT 1", "--param", "x")]
    [InlineData(2, "is not a size", "SELECT 1", "--memory", "much")]
    public async Task Sql_Wrong_SaysWhatIsWrong(int code, string sentence, params string[] arguments)
    {
        var finished = await Platform.RunAsync(["sql", .. arguments, "--data", world.Data]);
        Assert.Equal(code, finished.ExitCode);
        Assert.Contains(sentence, finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Statements_OfSeveralLines_EndWithASemicolon()
    {
        using var prompt = new StringWriter();
        using var input = new StringReader("\nSELECT 1;\nSELECT\n\n  2;\nSELECT 3\n");
        Assert.Equal(["SELECT 1;", "SELECT\n\n  2;", "SELECT 3"], SqlCommand.Statements(input, prompt));
        Assert.StartsWith("sql> sql> sql> ...> ", prompt.ToString(), StringComparison.Ordinal);

        using var quitting = new StringReader("SELECT 1;\n.quit\nSELECT 2;\n");
        Assert.Equal(["SELECT 1;"], SqlCommand.Statements(quitting, prompt));
    }
}
