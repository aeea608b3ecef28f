using System.Globalization;

namespace SpotifyPlatform.EventBus.Sqlite;

/// <summary>
/// Keeps a second process from the log: two would each hand the same events to their own members of a group. The system lets
/// go of the lock when the process ends, however it ends.
/// </summary>
internal sealed class BusLock : IDisposable
{
    private readonly FileStream file;

    /// <exception cref="InvalidOperationException">Another process, or another bus of this one, has the log.</exception>
    public BusLock(string busPath)
    {
        var path = busPath + ".lock";
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new InvalidOperationException(
                $"Process {Holder(path)} already runs on {Path.GetDirectoryName(path)} (it holds {Path.GetFileName(path)}). Stop it first, or choose another folder.",
                fault);
        }

        file.SetLength(0);
        file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        file.Flush();
    }

    public void Dispose() => file.Dispose();

    private static string Holder(string path)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd() is { Length: > 0 } id ? id : "(unknown)";
        }
        catch (IOException)
        {
            return "(unknown)";
        }
    }
}
