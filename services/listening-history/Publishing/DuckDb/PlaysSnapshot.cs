using System.Data.Common;
using Apache.Arrow.Ipc;
using DuckDB.NET.Data;
using SpotifyPlatform.ListeningHistory.Insights;

namespace SpotifyPlatform.ListeningHistory.Publishing.DuckDb;

/// <summary>A connection to one publication, lent by its pool.</summary>
internal sealed class PlaysSnapshot(DuckDBConnection connection, string timeZone, Action<DuckDBConnection> giveBack) : IPlaysSnapshot, ITablesSnapshot
{
    public string TimeZone => timeZone;

    public TRows Read<TRows>(
        InsightStatement statement, IReadOnlyDictionary<string, object> parameters, Func<DbDataReader, TRows> read, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement.Sql;
        foreach (var name in statement.Parameters)
            command.Parameters.Add(new DuckDBParameter(name, parameters[name]));
        using var cancelling = cancellationToken.Register(command.Cancel);
        try
        {
            using var reader = command.ExecuteReader();
            return read(reader);
        }
        catch (DuckDBException ex) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(ex.Message, ex, cancellationToken);
        }
    }

    public DbDataReader Query(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        return command.ExecuteReader();
    }

    public IArrowArrayStream ReadBatches(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        return command.ExecuteArrowStream();
    }

    public void Dispose() => giveBack(connection);
}
