namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>A file of the data set as it stands in the folder.</summary>
/// <param name="Name">Relative to the folder, with forward slashes.</param>
/// <param name="Path">Where its bytes are, behind any link.</param>
/// <param name="ModifiedTicks">UTC ticks of the last write.</param>
internal sealed record FoundFile(string Name, string Path, ContentKind Kind, long Length, long ModifiedTicks)
{
    /// <summary>What of the data set the file is: its kind, and for a shard which. A data set has one file a slot.</summary>
    public string Slot => ContentKinds.SlotOf(Kind, Name);

    /// <summary>The file as it stands now.</summary>
    /// <exception cref="FileNotFoundException">It is gone.</exception>
    public static FoundFile Stat(string name, string path, ContentKind kind)
    {
        var info = new FileInfo(path);
        return new FoundFile(name, path, kind, info.Length, info.LastWriteTimeUtc.Ticks);
    }
}

/// <summary>A file whose bytes are known.</summary>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Revision">How often the slot's file has changed, from 0: a file that is changed back is new work again.</param>
internal sealed record VerifiedFile(FoundFile File, string Sha256, int Revision);
