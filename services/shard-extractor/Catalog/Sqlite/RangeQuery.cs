using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>A prepared query that is run for each range.</summary>
internal sealed class RangeQuery : IDisposable
{
    private readonly SqliteCommand command;

    [SuppressMessage("Security", "CA2100", Justification = "Queries are constants of the program; values are parameters.")]
    public RangeQuery(SqliteConnection connection, string sql, params string[] parameters)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        command.Prepare();
    }

    /// <summary>Binds the values in the order of the parameters' names.</summary>
    public SqliteDataReader Read(params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command.ExecuteReader();
    }

    public void Dispose() => command.Dispose();
}
