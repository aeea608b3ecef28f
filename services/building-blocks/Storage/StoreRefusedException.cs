namespace SpotifyPlatform.Storage;

/// <summary>
/// An engine will not do it, now or later: its version, its key or what it holds is not what is configured. The message says what to
/// change. A fault that may pass is an <see cref="IOException"/> or a <see cref="TimeoutException"/> instead.
/// </summary>
public sealed class StoreRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);
