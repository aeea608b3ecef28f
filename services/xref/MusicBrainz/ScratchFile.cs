namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>Files that go when they are closed, also where the process is killed.</summary>
internal static class ScratchFile
{
    private const int BufferBytes = 1 << 16;

    public static FileStream Create(string folder, long reservedBytes = 0)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"dump-{Guid.NewGuid():N}.tmp");
        var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = BufferBytes, PreallocationSize = reservedBytes,
        });
        File.Delete(path);
        return stream;
    }
}
