namespace SpotifyPlatform.WarehouseLoader.Loading;

/// <summary>Why a shard was not loaded.</summary>
/// <param name="Reason">One of the constants here.</param>
/// <param name="Detail">A sentence for the operator: the input, the position, the remedy.</param>
internal sealed record RefusedLoad(string Reason, string Detail)
{
    /// <summary>The artifact store lacks a row file or a part of the shard's table.</summary>
    public const string FileMissing = "file_missing";

    /// <summary>A row file or the shard's table is damaged, or differs from the announcement.</summary>
    public const string RowsUnreadable = "rows_unreadable";

    /// <summary>An operator keeps another generation of the shard's table.</summary>
    public const string TablePinned = "table_pinned";
}
