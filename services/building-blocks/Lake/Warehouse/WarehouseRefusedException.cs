namespace SpotifyPlatform.Lake.Warehouse;

/// <summary>The warehouse refused a statement or rows; repeating it changes nothing.</summary>
public sealed class WarehouseRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);
