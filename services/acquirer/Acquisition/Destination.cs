using System.Diagnostics.CodeAnalysis;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>The folder into which files are brought. Names of files are untrusted: none leads out of it, also not through a link.</summary>
internal sealed class Destination(string folder)
{
    /// <summary>State of downloads, in the folder itself, so that every instance that mounts it sees the same.</summary>
    public const string StateFolder = ".acquire";

    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The path of a file of the state.</summary>
    public string StatePath(string name) => Path.Combine(Folder, StateFolder, name);

    /// <summary>One process at a time downloads to the folder; null while another one does.</summary>
    public FileLock? TryLock()
    {
        Directory.CreateDirectory(StatePath(""));
        return FileLock.TryTake(StatePath("lock"));
    }

    /// <param name="fault">Why the name has no place, as the rest of a sentence.</param>
    public bool TryPathOf(string name, [NotNullWhen(true)] out string? path, [NotNullWhen(false)] out string? fault)
    {
        path = null;
        if (!InputKeys.TryOf(name, out _, out fault))
            return false;
        if (name.Split('/')[0] == StateFolder)
        {
            fault = $"is in {StateFolder}, which is not the data set's";
            return false;
        }

        var target = Path.Combine(Folder, name);
        if (!RealPath.IsInside(RealPath.Of(target), RealPath.Of(Folder)))
        {
            fault = $"leads out of {Folder} through a link";
            return false;
        }

        path = target;
        return true;
    }
}
