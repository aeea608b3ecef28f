namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>A file of the data set.</summary>
/// <param name="Name">Relative to the folder, with forward slashes.</param>
/// <param name="Path">The path with every link resolved.</param>
/// <param name="ModifiedTicks">UTC ticks of the last write.</param>
internal sealed record FoundFile(string Name, string Path, ContentKind Kind, long Length, long ModifiedTicks)
{
    /// <summary>Which part of the data set the file is. A data set has one file a slot.</summary>
    public string Slot => ContentKinds.SlotOf(Kind, Name);

    /// <summary>Reads the current length and time of the last write.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public static FoundFile Stat(string name, string path, ContentKind kind)
    {
        var info = new FileInfo(path);
        return new FoundFile(name, path, kind, info.Length, info.LastWriteTimeUtc.Ticks);
    }
}

/// <summary>A file whose hash is known.</summary>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Revision">When the slot's content became this, in microseconds since the epoch; higher than that of the content before.</param>
internal sealed record VerifiedFile(FoundFile File, string Sha256, long Revision);
