using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.SampleData.Tests.FullSize;

/// <summary>A world of full-size shape, 1/4,000 of the real data set, shared by the tests of its shape and truth.</summary>
public sealed class FullSizeFolder : IAsyncLifetime
{
    internal static readonly SampleOptions Options = SampleOptions.AtScale(0.00025) with { AnalysisDetail = 2, Plays = 0, TruthTracks = 1_500, TruthSeeds = 120, Seed = 3 };

    private readonly string root = Directory.CreateTempSubdirectory("sample-data-").FullName;

    public SampleSummary Summary { get; private set; } = null!;

    public async Task InitializeAsync() => Summary = await new SampleWorldWriter(Options).WriteAsync(root);

    public Task DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return Task.CompletedTask;
    }

    public string PathOf(params string[] parts) => Path.Combine([root, .. parts]);

    /// <summary>A database, with the catalogue attached as <c>clean</c>.</summary>
    public SqliteConnection Open(string name)
    {
        var connection = SpotifyPlatform.Sqlite.SqliteDatabase.OpenReadOnly(PathOf("metadata", name));
        connection.All($"ATTACH '{PathOf("metadata", "spotify_clean.sqlite3")}' AS clean");
        return connection;
    }

    internal List<JsonElement> Truth(string name) => [.. File.ReadLines(PathOf("truth", name)).Select(line => JsonDocument.Parse(line).RootElement)];
}

[CollectionDefinition(nameof(FullSizeFolder))]
public sealed class FullSizeFolderTests : ICollectionFixture<FullSizeFolder>;
