using SpotifyPlatform.TableSql;

namespace SpotifyPlatform.BuildingBlocks.Tests.TableSql;

/// <summary>What statements may do, and what they hear when something is wrong.</summary>
public sealed class SqlSessionTests : IDisposable
{
    private readonly SqlWorld world = new();

    [Fact]
    public async Task Run_ATableThatIsNotBuilt_IsNamedAndOthersAnswer()
    {
        await CatalogTables.PublishFeaturesAsync(world.Tables, [.. world.Random.Ids(10).Select(world.Random.Features)]);
        using var session = world.Open();

        Assert.Equal("tracks", Assert.Throws<TableNotBuiltException>(() => SqlWorld.Rows(session, "SELECT * FROM tracks")).Table);
        Assert.Equal("analysis-XX", Assert.Throws<TableNotBuiltException>(() => SqlWorld.Rows(session, "SELECT count(*) FROM spotify_audio_analysis_tracks")).Table);
        Assert.Equal(["10"], SqlWorld.Rows(session, "SELECT count(*) FROM audio_features"));
        Assert.Equal(["0"], SqlWorld.Rows(session, "SELECT count(popularity) FROM spotify_audio_features_cache"));
    }

    [Fact]
    public async Task Run_ADamagedFile_IsAnErrorThatNamesIt()
    {
        await CatalogTables.PublishFeaturesAsync(world.Tables, [.. world.Random.Ids(20_000).Select(world.Random.Features)]);
        var part = Directory.EnumerateFiles(world.Path("artifacts"), "*.part", SearchOption.AllDirectories).Single();
        using (var file = new FileStream(part, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = file.Length / 2;
            var value = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(value ^ 1));
        }

        using var session = world.Open();

        Assert.Contains(Path.GetFileName(part), Assert.Throws<InvalidDataException>(() => SqlWorld.Rows(session, "SELECT avg(energy) FROM audio_features")).Message, StringComparison.Ordinal);
        using var export = world.Export(world.Path("export"));
        await Assert.ThrowsAsync<InvalidDataException>(() => export.RunAsync("audio_features", SpotifyPlatform.TableSql.Export.ExportFormat.Parquet, default));
        Assert.False(Directory.Exists(Path.Combine(world.Path("export"), "audio_features")));
    }

    [Theory]
    [InlineData("SELECT * FROM read_text('{0}')")]
    [InlineData("COPY (SELECT 1) TO '{0}'")]
    [InlineData("ATTACH '{0}'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET memory_limit = '100GB'")]
    [InlineData("DELETE FROM audio_features")]
    [InlineData("UPDATE track_access_log SET vectorized = 1")]
    [InlineData("SELECT * FROM playlists")]
    [InlineData("SELEC 1")]
    public void Run_WhatReachesBeyondTheViews_IsRefused(string sql)
    {
        File.WriteAllText(world.Path("secret"), "secret");
        using var session = world.Open();

        Assert.Throws<SqlRefusedException>(() => SqlWorld.Rows(session, string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, world.Path("secret"))));
        Assert.Equal("secret", File.ReadAllText(world.Path("secret")));
    }

    [Fact]
    public async Task Run_MoreThanTheMemory_IsSpilledAndCleanedUp()
    {
        await CatalogTables.PublishFeaturesAsync(world.Tables, [.. world.Random.Ids(1_500).Select(world.Random.Features)]);
        using (var session = world.Open(memory: 64 << 20))
        {
            Assert.Equal([$"{1_500 * 1_500}"], SqlWorld.Rows(session, "SELECT count(*) FROM (SELECT DISTINCT a.id || b.id FROM audio_features a, audio_features b)"));
            Assert.NotEmpty(Directory.EnumerateDirectories(world.Path("scratch"), "sql-*"));
        }

        Assert.Empty(Directory.EnumerateDirectories(world.Path("scratch"), "sql-*"));
    }

    [Fact]
    public async Task Run_Cancelled_StopsAtOnce()
    {
        await CatalogTables.PublishFeaturesAsync(world.Tables, [.. world.Random.Ids(10_000).Select(world.Random.Features)]);
        using var session = world.Open();
        using var stopping = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        // Without the end that it is given, it takes hours.
        Assert.ThrowsAny<OperationCanceledException>(() => session.Run(
            "SELECT count(*) FROM audio_features a, audio_features b, audio_features c WHERE a.energy + b.energy + c.energy < 0.1", new Dictionary<string, object>(), SqlWorld.Read, stopping.Token));
        Assert.Equal(["10000"], SqlWorld.Rows(session, "SELECT count(id) FROM audio_features"));
    }

    [Fact]
    public async Task Run_AfterATableWasBuiltAgain_ReadsWhatItReadBefore()
    {
        var features = world.Random.Ids(3_000).Select(world.Random.Features).ToList();
        await CatalogTables.PublishFeaturesAsync(world.Tables, features[..1_000]);
        using var session = world.Open();
        var before = SqlWorld.Rows(session, "SELECT * FROM audio_features ORDER BY id");
        await CatalogTables.PublishFeaturesAsync(world.Tables, features, revision: 2);

        Assert.Equal(before, SqlWorld.Rows(session, "SELECT * FROM audio_features ORDER BY id"));
        using var later = world.Open();
        Assert.Equal(["3000"], SqlWorld.Rows(later, "SELECT count(*) FROM audio_features"));
    }

    [Fact]
    public void Run_JsonExtract_GivesATextAsSqliteDoes()
    {
        using var session = world.Open();
        Assert.Equal(["b"], SqlWorld.Rows(session, """SELECT JSON_EXTRACT('["a","b"]', '$[1]')"""));
    }

    public void Dispose() => world.Dispose();
}
