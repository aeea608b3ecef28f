namespace SpotifyPlatform.Lake.Warehouse;

/// <summary>
/// An engine that runs SQL and loads newline-delimited JSON. Faults that may pass are <see cref="IOException"/>, <see cref="TimeoutException"/>
/// or what <c>TransientFaultException.IsTransient</c> knows; after a timeout it is unknown whether a statement had its effect.
/// </summary>
internal interface ISqlWarehouse
{
    /// <summary>The dialect that statements are written in.</summary>
    SqlDialect Dialect { get; }

    /// <summary>Runs a query whose columns are scalars.</summary>
    /// <param name="parameters">Values by name, without a mark: <see cref="string"/>, <see cref="long"/> or <see cref="DateTimeOffset"/>.</param>
    /// <returns>Rows of null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, <see cref="DateOnly"/> and <see cref="DateTimeOffset"/> in UTC.</returns>
    Task<IReadOnlyList<SqlRow>> QueryAsync(string sql, IReadOnlyDictionary<string, object> parameters, CancellationToken cancellationToken);

    /// <summary>Runs one statement; its effect is whole or none.</summary>
    /// <returns>The rows that were inserted, updated or deleted.</returns>
    Task<long> ExecuteAsync(string sql, CancellationToken cancellationToken);

    /// <summary>The names of a table's columns in order; null where there is no such table.</summary>
    /// <exception cref="DatasetNotFoundException">There is no such data set.</exception>
    Task<IReadOnlyList<string>?> FindColumnsAsync(TableName table, CancellationToken cancellationToken);

    /// <summary>Creates an empty table unless it is there.</summary>
    /// <exception cref="DatasetNotFoundException">There is no such data set.</exception>
    Task CreateAsync(TableName table, TableSchema schema, CancellationToken cancellationToken);

    /// <summary>Replaces a table, or creates it, by the rows of a file: one JSON object a line, with every column of the schema.</summary>
    /// <returns>The rows of the file.</returns>
    /// <exception cref="DatasetNotFoundException">There is no such data set.</exception>
    Task<long> LoadAsync(TableName table, TableSchema schema, string path, CancellationToken cancellationToken);
}

internal enum SqlDialect
{
    DuckDb,
    BigQuery,
}

/// <summary>A row of a query: values by the names of its columns, in order.</summary>
internal sealed class SqlRow(IReadOnlyList<string> names, IReadOnlyList<object?> values)
{
    public IReadOnlyList<string> Names { get; } = names;

    public IReadOnlyList<object?> Values { get; } = values;

    /// <exception cref="KeyNotFoundException">The query has no such column.</exception>
    public object? this[string name]
    {
        get
        {
            for (var i = 0; i < Names.Count; i++)
                if (string.Equals(Names[i], name, StringComparison.OrdinalIgnoreCase))
                    return Values[i];
            throw new KeyNotFoundException($"The query has no column {name}, but {string.Join(", ", Names)}.");
        }
    }
}
