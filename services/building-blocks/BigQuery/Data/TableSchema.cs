using System.Collections;
using System.Text.Json.Serialization;

namespace SpotifyPlatform.BigQuery.Data;

public sealed record TableSchema
{
    public IReadOnlyList<TableFieldSchema>? Fields { get; init; }
}

public sealed record TableFieldSchema
{
    public string? Name { get; init; }

    /// <summary>As the API writes it: STRING, INTEGER or INT64, FLOAT or FLOAT64, RECORD or STRUCT.</summary>
    public string? Type { get; init; }

    /// <summary>NULLABLE, REQUIRED or REPEATED; null is NULLABLE.</summary>
    public string? Mode { get; init; }

    /// <summary>Of a record.</summary>
    public IReadOnlyList<TableFieldSchema>? Fields { get; init; }

    public string? Description { get; init; }

    [JsonIgnore]
    public bool IsRepeated => Mode == "REPEATED";
}

/// <summary>Builds a schema by a collection initializer: <c>new TableSchemaBuilder { { "id", BigQueryDbType.String } }.Build()</c>.</summary>
public sealed class TableSchemaBuilder : IEnumerable<TableFieldSchema>
{
    private readonly List<TableFieldSchema> fields = [];

    public void Add(string name, BigQueryDbType type, BigQueryFieldMode mode = BigQueryFieldMode.Nullable) => fields.Add(new TableFieldSchema
    {
        Name = name, Type = type.ToWire(), Mode = mode.ToString().ToUpperInvariant(),
    });

    public TableSchema Build() => new() { Fields = [.. fields] };

    public IEnumerator<TableFieldSchema> GetEnumerator() => fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

public enum BigQueryFieldMode
{
    Nullable,
    Required,
    Repeated,
}
