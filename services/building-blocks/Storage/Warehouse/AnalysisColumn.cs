using System.Text;

namespace SpotifyPlatform.Storage.Warehouse;

internal enum ColumnType
{
    /// <summary>A track's id.</summary>
    Id,
    Text,
    Real,

    /// <summary>64 bits.</summary>
    Integer,
}

/// <summary>A column of a warehouse table, and the property of a row's JSON object with the same name.</summary>
internal sealed record AnalysisColumn(string Name, ColumnType Type)
{
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);
}
