namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Stores;

/// <summary>
/// What <c>kill -9</c> leaves: the file and its write-ahead log as they are now. The shared index beside them is rebuilt
/// by whoever opens the log next.
/// </summary>
internal static class CrashImage
{
    public static void Take(string path, string image)
    {
        foreach (var suffix in new[] { "", "-wal" })
            File.Copy(path + suffix, image + suffix, overwrite: true);
    }
}
