using System.Diagnostics.CodeAnalysis;

namespace SpotifyPlatform.BigQuery.Data;

[SuppressMessage("Naming", "CA1720", Justification = "The names of the published client.")]
public enum BigQueryDbType
{
    String,
    Int64,
    Float64,
    Bool,
    Bytes,
    Date,
    DateTime,
    Time,
    Timestamp,
    Numeric,
    Json,
}

internal static class BigQueryDbTypes
{
    public static string ToWire(this BigQueryDbType type) => type.ToString().ToUpperInvariant();

    /// <summary>The type of a value, or of the items of a list.</summary>
    /// <exception cref="ArgumentException">There is no such type.</exception>
    public static BigQueryDbType Of(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.String => BigQueryDbType.String,
        TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 or TypeCode.Byte => BigQueryDbType.Int64,
        TypeCode.Single or TypeCode.Double => BigQueryDbType.Float64,
        TypeCode.Boolean => BigQueryDbType.Bool,
        TypeCode.Decimal => BigQueryDbType.Numeric,
        _ when type == typeof(DateTimeOffset) || type == typeof(DateTime) => BigQueryDbType.Timestamp,
        _ when type == typeof(DateOnly) => BigQueryDbType.Date,
        _ when type == typeof(byte[]) => BigQueryDbType.Bytes,
        _ => throw new ArgumentException($"A parameter of type {type.Name} needs a BigQueryDbType."),
    };
}
