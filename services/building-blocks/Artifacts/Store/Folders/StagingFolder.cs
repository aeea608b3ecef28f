namespace SpotifyPlatform.Artifacts.Store.Folders;

/// <summary>Where artifacts are written before they get their name. Files of dead writers are removed after a day.</summary>
internal sealed class StagingFolder(string path, TimeProvider time)
{
    private static readonly TimeSpan Leftover = TimeSpan.FromDays(1);
    private bool swept;

    /// <summary>A file of its own; the caller deletes it.</summary>
    public string NewFile()
    {
        Directory.CreateDirectory(path);
        if (!swept)
            Sweep();
        return Path.Combine(path, Guid.NewGuid().ToString("N"));
    }

    private void Sweep()
    {
        swept = true;
        var before = time.GetUtcNow().UtcDateTime - Leftover;
        foreach (var file in new DirectoryInfo(path).EnumerateFiles())
            if (file.LastWriteTimeUtc < before)
                file.Delete();
    }
}
