using System.Diagnostics;
using System.Text;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;

namespace SpotifyPlatform.Testing.Crash;

/// <summary>Creates one artifact and kills itself at a crash point.</summary>
internal static class ArtifactWriter
{
    /// <param name="file">A file with the content, which is then the source; empty for a stream.</param>
    public static async Task RunAsync(string root, string key, string point, string content, string file)
    {
        var store = new FolderArtifactStore(root, null, TimeProvider.System, reached =>
        {
            if (reached != point)
                return;
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        });
        if (file.Length > 0)
            await store.CreateFromFileAsync(ArtifactKey.Parse(key), file, CancellationToken.None);
        else
            await store.CreateAsync(ArtifactKey.Parse(key), new MemoryStream(Encoding.UTF8.GetBytes(content)), CancellationToken.None);
    }
}
