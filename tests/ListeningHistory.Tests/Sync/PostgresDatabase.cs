using Npgsql;
using SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

namespace SpotifyPlatform.ListeningHistory.Tests.Sync;

/// <summary>A database that one test has for itself.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly string server;
    private readonly string name;

    private PostgresDatabase(string server, string name)
    {
        (this.server, this.name) = (server, name);
        Url = new NpgsqlConnectionStringBuilder(PostgresUrl.Parse(server).ConnectionString) { Database = name, Pooling = false }.ConnectionString;
    }

    /// <summary>In Npgsql's form.</summary>
    public string Url { get; }

    /// <summary>Skips the test where there is no server.</summary>
    public static async Task<PostgresDatabase> CreateAsync()
    {
        var database = new PostgresDatabase(PostgresServer.Url(), $"test_{Guid.NewGuid():N}");
        await ExecuteAsync(PostgresUrl.Parse(database.server).ConnectionString, $"CREATE DATABASE {database.name}");
        return database;
    }

    public Task ExecuteAsync(string sql) => ExecuteAsync(Url, sql);

    /// <summary>Each row as its values, joined.</summary>
    public async Task<List<string>> QueryAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Url);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        return RowText.ReadAll(reader);
    }

    public async ValueTask DisposeAsync() =>
        await ExecuteAsync(PostgresUrl.Parse(server).ConnectionString, $"DROP DATABASE {name} WITH (FORCE)");

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
