namespace SpotifyPlatform.WarehouseLoader.Loading;

/// <summary>Why a shard was not loaded.</summary>
/// <param name="Reason"><see cref="FileMissing"/> or <see cref="RowsUnreadable"/>.</param>
/// <param name="Detail">A sentence for the operator: the input, the position, the remedy.</param>
internal sealed record RefusedLoad(string Reason, string Detail)
{
    public const string FileMissing = "file_missing";

    /// <summary>A line is not a valid row, or the file differs from the announcement.</summary>
    public const string RowsUnreadable = "rows_unreadable";
}
