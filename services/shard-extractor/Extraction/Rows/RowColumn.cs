using System.Text;

namespace SpotifyPlatform.ShardExtractor.Extraction.Rows;

/// <summary>The type of a column's values.</summary>
internal enum RowColumnType
{
    /// <summary>A whole number that fits 64 bits; written as an integer, also where the source has 4.0 or 4E3.</summary>
    Integer,

    /// <summary>A number whose value is finite as a 64-bit float.</summary>
    Float,
    Text,
}

/// <summary>A column of a row file, named as in the source.</summary>
internal sealed class RowColumn(string name, RowColumnType type)
{
    public byte[] Name { get; } = Encoding.ASCII.GetBytes(name);

    /// <summary>The column as it begins in a row: <c>,"name":</c>.</summary>
    public byte[] Label { get; } = Encoding.ASCII.GetBytes($",\"{name}\":");

    public RowColumnType Type { get; } = type;
}
