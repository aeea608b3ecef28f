namespace SpotifyPlatform.Testing;

/// <summary>A new folder that is deleted when the test ends.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("spotifyplatform-").FullName;

    /// <summary>The path of a file or folder below it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
