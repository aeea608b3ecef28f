namespace SpotifyPlatform.Storage.Warehouse;

/// <summary>A line is no row of its table; the message says which column and why.</summary>
internal sealed class RowFormatException(string message, Exception? inner = null) : FormatException(message, inner);
