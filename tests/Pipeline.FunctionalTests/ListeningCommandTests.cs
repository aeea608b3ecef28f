namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>The listening commands without a data set.</summary>
public sealed class ListeningCommandTests : IDisposable
{
    private const string Export = """
        [{"ts":"2024-01-15T10:03:01Z","ms_played":181000,"master_metadata_track_name":"Song 1","master_metadata_album_artist_name":"Invented Band",
          "spotify_track_uri":"spotify:track:0Invented0000000000001"}]
        """;

    private readonly TemporaryFolder folder = new();
    private readonly string export;
    private readonly string data;

    public ListeningCommandTests()
    {
        data = folder.File("data");
        export = folder.File("Streaming_History_Audio_2024.json");
        File.WriteAllText(export, Export);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Preview_WithoutADataFolder_CountsAndCreatesNothing()
    {
        var output = await Platform.DoneAsync("listening", "preview", export, "--data", data, "--json");
        Assert.Contains("\"new\": \"1\"", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Ingest_WithoutADataSet_CreatesTheListeningFolderAlone()
    {
        await Platform.DoneAsync("listening", "ingest", export, "--data", data, "--time-zone", "Europe/Berlin");
        Assert.Equal([Path.Combine(data, "listening")], Directory.EnumerateFileSystemEntries(data));
        Assert.Contains("Europe/Berlin", await Platform.DoneAsync("listening", "settings", "--data", data), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DayOfMoreThan24Hours_IsKeptInFiguresAndClampedInCharts()
    {
        File.WriteAllText(export, Export.Replace("181000", "108000000", StringComparison.Ordinal));
        await Platform.DoneAsync("listening", "ingest", export, "--data", data);
        var chart = await Platform.DoneAsync("listening", "timeline", "--bucket", "day", "--data", data);
        Assert.Contains("> 24:00 h", chart, StringComparison.Ordinal);
        Assert.DoesNotContain("30:00 h", chart, StringComparison.Ordinal);
        Assert.Contains("30:00 h", await Platform.DoneAsync("listening", "summary", "--data", data), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", 2, "ListeningHistory:Sync:Connections")]
    [InlineData("1", 1, "does not answer")]
    public async Task Sync_WithASettingOfItsOwnSection_TakesOrRefusesTheValue(string connections, int exitCode, string message)
    {
        await Platform.DoneAsync("listening", "ingest", export, "--data", data);
        var finished = await Platform.RunWithAsync(
            new() { ["POSTGRES_URL"] = "postgres://somebody@127.0.0.1:1/none", ["ListeningHistory__Sync__Connections"] = connections }, "listening", "sync", "--data", data);
        Assert.Equal(exitCode, finished.ExitCode);
        Assert.Contains(message, finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", finished.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--limit: 0 is not in the range 1 to 1000.", "listening", "top", "--limit", "0")]
    [InlineData("--limit: 101 is not in the range 1 to 100.", "pairs", "4uLU6hMCjMI75M1A2tKUQC", "--limit", "101")]
    [InlineData("'nonsense' is not an address such as", "status", "--address", "nonsense")]
    public async Task Option_WithAValueThatCannotBe_IsWrongUsage(string message, params string[] arguments)
    {
        var finished = await Platform.RunAsync(arguments);
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(message, finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ingest_WithAnUnknownTimeZone_SaysSoAndCreatesNothing()
    {
        var finished = await Platform.RunAsync("listening", "ingest", export, "--data", data, "--time-zone", "Mars/Olympus");
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("'Mars/Olympus' is not a time zone", finished.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Ingest_OfAFolderWithoutExports_FailsWithoutATableOfZeros()
    {
        var empty = Directory.CreateDirectory(folder.File("empty")).FullName;
        var finished = await Platform.RunAsync("listening", "ingest", empty, "--data", data);
        Assert.Equal(3, finished.ExitCode);
        Assert.Contains("no file could be read", finished.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("podcasts", finished.Output, StringComparison.Ordinal);
        Assert.Contains("Streaming_History_Audio_*.json", finished.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Sync_AfterAnImportThatWasNotPublished_PublishesFirst()
    {
        await Platform.DoneAsync("listening", "ingest", export, "--data", data);
        var account = Path.Combine(data, "listening", "me");
        Directory.Delete(Path.Combine(account, "published"), recursive: true);
        File.Delete(Path.Combine(account, "spotify.duckdb"));
        var finished = await Platform.RunWithAsync(new() { ["POSTGRES_URL"] = "postgres://somebody@127.0.0.1:1/none" }, "listening", "sync", "--data", data);
        Assert.Contains("does not answer", finished.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(account, "spotify.duckdb")));
    }

    [Fact]
    public async Task ExportScrobbles_OfAnAccountWithoutPlays_KeepsTheExistingFile()
    {
        var file = folder.File("listens.jsonl");
        await File.WriteAllTextAsync(file, "kept");
        var finished = await Platform.RunAsync("listening", "export-scrobbles", file, "--to", "listenbrainz", "--data", data);
        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("has no plays yet", finished.Error, StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(file));
        Assert.Equal(2, Directory.EnumerateFiles(folder.Path).Count());
    }

    [Fact]
    public async Task ImportScrobbles_OfAnotherAccount_NamesItInTheCommandThatUndoesIt()
    {
        var file = folder.File("lastfm.csv");
        await File.WriteAllTextAsync(file, "Band,Album,Song,22 Mar 2021 16:55\n");
        var output = await Platform.DoneAsync("listening", "import-scrobbles", file, "--from", "lastfm", "--account", "friend", "--data", data);
        Assert.Contains("platform listening undo 1 --account friend", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WithAnUnknownValue_ListsTheValuesAndNamesItsHelp()
    {
        var finished = await Platform.RunAsync("listening", "timeline", "--bucket", "fortnight", "--data", data);
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("month", finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("SpotifyPlatform", finished.Error, StringComparison.Ordinal);
        Assert.Contains("See: platform listening timeline --help", finished.Error, StringComparison.Ordinal);
    }
}
