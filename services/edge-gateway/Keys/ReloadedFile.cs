namespace SpotifyPlatform.EdgeGateway.Keys;

/// <summary>
/// The content of a file that may change while the process runs, such as a mounted Secret. It is read again on access after the interval;
/// while the file cannot be read, the last value is kept.
/// </summary>
/// <param name="initial">The value until the file was read.</param>
/// <param name="failed">Called on the first failure after a success.</param>
internal sealed class ReloadedFile<T>(string path, Func<string, T> read, T initial, TimeSpan interval, TimeProvider time, Action<Exception> failed)
    where T : class
{
    private readonly Lock gate = new();
    private T value = initial;
    private long nextRead = long.MinValue;

    /// <summary>Why the last reading failed; null when it succeeded.</summary>
    public Exception? Failure { get; private set; }

    public T Current
    {
        get
        {
            if (time.GetTimestamp() < Volatile.Read(ref nextRead))
                return Volatile.Read(ref value);
            lock (gate)
            {
                if (time.GetTimestamp() >= nextRead)
                    Read();
                return value;
            }
        }
    }

    private void Read()
    {
        try
        {
            Volatile.Write(ref value, read(path));
            Failure = null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or InvalidDataException or System.Security.Cryptography.CryptographicException)
        {
            if (Failure is null)
                failed(ex);
            Failure = ex;
        }

        Volatile.Write(ref nextRead, time.GetTimestamp() + (long)(interval.TotalSeconds * time.TimestampFrequency));
    }
}
