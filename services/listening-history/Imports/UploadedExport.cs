namespace SpotifyPlatform.ListeningHistory.Imports;

/// <summary>An export that is being uploaded: a temporary file in the data folder, deleted on dispose.</summary>
internal sealed class UploadedExport : IDisposable
{
    private const int MaxNameLength = 200;
    private readonly string folder;
    private readonly FileStream file;
    private readonly long maxBytes;

    /// <exception cref="FormatException">The name is not a plain file name.</exception>
    public UploadedExport(string dataFolder, string fileName, long maxBytes)
    {
        if (fileName.Length is 0 or > MaxNameLength || fileName.AsSpan().ContainsAny('/', '\\') || fileName is "." or ".." || fileName.Any(char.IsControl))
            throw new FormatException("The name of the uploaded file is not a plain file name.");
        this.maxBytes = maxBytes;

        // Beside the accounts' folders, under a name that no account can have.
        folder = System.IO.Path.Combine(dataFolder, $".upload-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        Path = System.IO.Path.Combine(folder, fileName);
        file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    public string Path { get; }

    /// <exception cref="FormatException">The export is larger than an upload may be.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (file.Length + bytes.Length > maxBytes)
            throw new FormatException($"The export is larger than {maxBytes:N0} bytes. Upload its files one by one.");
        await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the upload, so that the file can be read.</summary>
    public void Complete() => file.Dispose();

    public void Dispose()
    {
        file.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
