using System.Text;

namespace SpotifyPlatform.Sqlite.Stores.Warehouse;

internal enum ColumnType
{
    /// <summary>A track id of the shard.</summary>
    Id,
    Text,
    Real,

    /// <summary>64 bits.</summary>
    Integer,
}

/// <summary>A column of a warehouse table, and the property of a row's JSON object with the same name.</summary>
internal sealed record Column(string Name, ColumnType Type)
{
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);

    public string SqlType => Type switch
    {
        ColumnType.Id or ColumnType.Text => "TEXT",
        ColumnType.Real => "REAL",
        _ => "INTEGER",
    };
}
