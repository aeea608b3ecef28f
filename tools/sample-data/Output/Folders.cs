namespace SpotifyPlatform.SampleData.Output;

/// <summary>Where the parts of a world stand.</summary>
internal sealed record Folders(string Metadata, string Analysis, string MusicBrainz, string Listening, string Truth)
{
    private const string TruthName = "truth";
    private static readonly string[] DataNames = ["metadata", "audio-analysis", "musicbrainz", "listening"];

    /// <summary>Makes the folders and empties those of an earlier world. Data without a truth beside it is not ours to replace.</summary>
    /// <exception cref="IOException">There is such data.</exception>
    public static Folders Prepare(string root)
    {
        if (!Directory.Exists(Path.Combine(root, TruthName)) && DataNames.FirstOrDefault(name => HasFiles(root, name)) is { } taken)
            throw new IOException($"'{Path.Combine(root, taken)}' holds files that are no sample world; name another folder.");
        // The truth goes last: a run that was cut short is still known as ours.
        foreach (var name in DataNames.Append(TruthName))
            if (Directory.Exists(Path.Combine(root, name)))
                Directory.Delete(Path.Combine(root, name), recursive: true);
        // And comes first.
        var truth = Make(root, TruthName);
        return new(Make(root, DataNames[0]), Make(root, DataNames[1]), Make(root, DataNames[2]), Make(root, DataNames[3]), truth);
    }

    private static bool HasFiles(string root, string name) =>
        Directory.Exists(Path.Combine(root, name)) && Directory.EnumerateFileSystemEntries(Path.Combine(root, name)).Any();

    private static string Make(string root, string name) => Directory.CreateDirectory(Path.Combine(root, name)).FullName;
}
