namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Stores;

/// <summary>
/// The files that <c>kill -9</c> leaves: the database and its write-ahead log in their current state. The shared-memory index is rebuilt when the log
/// is opened.
/// </summary>
internal static class CrashImage
{
    public static void Take(string path, string image)
    {
        foreach (var suffix in new[] { "", "-wal" })
            File.Copy(path + suffix, image + suffix, overwrite: true);
    }
}
