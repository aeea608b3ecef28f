namespace SpotifyPlatform.TableSql.DuckDb;

internal sealed record ScanColumn(string Name, ScanType Type)
{
    /// <summary>The type as DuckDB writes it.</summary>
    public string SqlType => Type switch
    {
        ScanType.Integer => "BIGINT",
        ScanType.Real => "DOUBLE",
        _ => "VARCHAR",
    };

    public static ScanColumn Text(string name) => new(name, ScanType.Text);

    public static ScanColumn Real(string name) => new(name, ScanType.Real);

    public static ScanColumn Integer(string name) => new(name, ScanType.Integer);
}

internal enum ScanType
{
    /// <summary>UTF-8.</summary>
    Text,

    /// <summary>A double.</summary>
    Real,

    /// <summary>64 bits.</summary>
    Integer,
}
