using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.Music;
using SpotifyPlatform.Platform;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Sqlite.Stores;
using SpotifyPlatform.Storage;
using SpotifyPlatform.TableSql;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Sql;

/// <summary>The sample world after a run, with neighbours and accesses; made once for the tests of SQL and export.</summary>
public sealed class SqlWorld : IAsyncLifetime
{
    private World? world;
    private ServiceProvider? services;

    public string Data => world!.Data;

    /// <summary>A track with features and pairs.</summary>
    public TrackId Seed { get; private set; }

    /// <summary>The data set of a BigQuery server that has the world's tables; null before a test has loaded them.</summary>
    public string? LoadedDataset { get; set; }

    /// <summary>Whoever reads the stores by their ports.</summary>
    public IServiceProvider Services => services!;

    public async Task InitializeAsync()
    {
        world = await World.CreateAsync();
        await Platform.DoneAsync(world.RunArguments());
        await Platform.DoneAsync("precompute", "--data", world.Data, "--seeds", "100");
        Seed = TrackId.Parse(world.Showcase());
        services = PlatformHost.Lookup(new DataFolder(world.Data));
        await AccessAsync();
    }

    public SqlSession Open() =>
        new(Services.GetRequiredService<TableStore>(), Services.GetRequiredService<IAccessStore>(), new SqlSessionOptions(Path.Combine(Data, "scratch")) { MaxMemoryBytes = 256 << 20 });

    public string Output(string name) => world!.OtherData(name);

    /// <summary>Each row as text, in the order of the statement.</summary>
    public static List<string> Rows(DbDataReader reader)
    {
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(Text([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]));
        return rows;
    }

    public static string Text(params object?[] values) => string.Join('|', values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null"));

    public async Task DisposeAsync()
    {
        if (services is not null)
            await services.DisposeAsync();
        world?.Dispose();
    }

    /// <summary>Ten tracks that were asked for 1 to 10 times.</summary>
    private async Task AccessAsync()
    {
        using var session = Open();
        var tracks = session.Run("SELECT spotify_id FROM spotify_audio_features_cache ORDER BY spotify_id LIMIT 10", new Dictionary<string, object>(), Rows, CancellationToken.None);
        using var accesses = new SqliteAccessStore(Path.Combine(Data, "access.sqlite"), TimeProvider.System);
        await accesses.MergeAsync(
            new AccessCounts(Guid.NewGuid(), [.. tracks.Select((track, i) => new TrackAccess(TrackId.Parse(track), i + 1, DateTimeOffset.FromUnixTimeSeconds(1_800_000_000)))]), CancellationToken.None);
    }
}

/// <summary>Tests of one world.</summary>
[CollectionDefinition(nameof(SqlWorlds))]
public sealed class SqlWorlds : ICollectionFixture<SqlWorld>;
