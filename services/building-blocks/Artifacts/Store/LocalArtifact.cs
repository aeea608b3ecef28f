namespace SpotifyPlatform.Artifacts.Store;

/// <summary>An artifact's file on this machine, kept until it is disposed.</summary>
/// <param name="path">Read it, never write to it.</param>
public sealed class LocalArtifact(string path, Action? release = null) : IDisposable
{
    private Action? release = release;

    public string Path { get; } = path;

    public void Dispose() => Interlocked.Exchange(ref release, null)?.Invoke();
}
