namespace SpotifyPlatform.Storage;

/// <summary>A question needs a table that was never published. It is no answer that there is no such row: there may be one later.</summary>
public sealed class TableNotBuiltException(string table)
    : Exception($"The table '{table}' is not built yet. 'platform tables' shows what it waits for and how far it is.")
{
    /// <summary>Names this error in answers.</summary>
    public const string Reason = "table_not_built";

    public string Table { get; } = table;
}
