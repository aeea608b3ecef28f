namespace SpotifyPlatform.Sqlite.Stores.Warehouse;

/// <summary>A warehouse table: rows clustered by their first columns.</summary>
/// <param name="KeyColumns">So many columns from the first are the key and never null.</param>
internal sealed record WarehouseTable(string Name, int KeyColumns, Column[] Columns)
{
    public string[] Parameters { get; } = [.. Columns.Select(c => $"${c.Name}")];

    public string Definition => $"""
        CREATE TABLE IF NOT EXISTS {Name}(
            {string.Join(", ", Columns.Select(c => $"{c.Name} {c.SqlType}"))},
            PRIMARY KEY({string.Join(", ", Columns.Take(KeyColumns).Select(c => c.Name))})) WITHOUT ROWID
        """;

    public string Insert => $"INSERT INTO {Name}({Names}) VALUES ({string.Join(',', Parameters)})";

    public string SelectByTrack => $"SELECT {Names} FROM {Name} WHERE spotify_id = $track ORDER BY {Columns[KeyColumns - 1].Name}";

    private string Names => string.Join(',', Columns.Select(c => c.Name));
}
