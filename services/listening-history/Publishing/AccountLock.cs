namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>One publisher an account at a time, over all processes; the system frees it when its holder dies.</summary>
internal static class AccountLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <exception cref="TimeoutException">Another process held it too long.</exception>
    public static async Task<IDisposable> TakeAsync(string folder, TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, ".lock");
        var start = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path) && clock.GetElapsedTime(start) < timeout)
            {
                await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException ex) when (File.Exists(path))
            {
                throw new TimeoutException($"Another process has held {path} for {timeout}. End it, then try again.", ex);
            }
        }
    }
}
