namespace SpotifyPlatform.Pipeline.FunctionalTests;

internal sealed class TemporaryFolder : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("spotifyplatform-").FullName;

    public string PathOf(string name) => Path.Combine(root, name);

    public void Dispose() => Directory.Delete(root, recursive: true);
}
