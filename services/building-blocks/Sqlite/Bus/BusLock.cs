using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>Keeps a second process from the log: two would each hand the same events to their own members of a group.</summary>
internal sealed class BusLock : IDisposable
{
    private readonly FileLock file;

    /// <exception cref="BusInUseException">Another process, or another bus of this one, has the log.</exception>
    public BusLock(string busPath)
    {
        var path = busPath + ".lock";
        file = FileLock.TryTake(path) ?? throw new BusInUseException(
            $"Another process already runs on {Path.GetDirectoryName(path)}. Stop it first ('fuser {path}' shows its id), or choose another folder.");
    }

    public void Dispose() => file.Dispose();
}

/// <summary>Another process uses the event log. The message says which folder, and what to do.</summary>
public sealed class BusInUseException(string message) : InvalidOperationException(message);
