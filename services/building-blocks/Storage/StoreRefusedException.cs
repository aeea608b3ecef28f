namespace SpotifyPlatform.Storage;

/// <summary>
/// A permanent failure of an engine: its version, its key or its data do not match the configuration. The message says what to change. Transient
/// failures are an <see cref="IOException"/> or a <see cref="TimeoutException"/> instead.
/// </summary>
public sealed class StoreRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);
