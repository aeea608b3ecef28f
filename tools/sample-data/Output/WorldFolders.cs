namespace SpotifyPlatform.SampleData.Output;

/// <summary>The folders of a sample world.</summary>
internal sealed record WorldFolders(string Metadata, string Analysis, string MusicBrainz, string Listening, string Truth)
{
    private const string TruthName = "truth";
    private static readonly string[] DataNames = ["metadata", "audio-analysis", "musicbrainz", "listening"];

    /// <summary>Creates the folders and empties those of an earlier sample world. Data without a <c>truth/</c> folder beside it may be real.</summary>
    /// <exception cref="IOException">The folder holds data without <c>truth/</c>.</exception>
    public static WorldFolders Prepare(string root)
    {
        if (!Directory.Exists(Path.Combine(root, TruthName)) && DataNames.FirstOrDefault(name => HasFiles(root, name)) is { } taken)
            throw new IOException($"'{Path.Combine(root, taken)}' holds files that are not a sample world. Choose another folder.");
        // Delete truth/ last: an interrupted run is then still recognised as a sample world.
        foreach (var name in DataNames.Append(TruthName))
            if (Directory.Exists(Path.Combine(root, name)))
                Directory.Delete(Path.Combine(root, name), recursive: true);
        // And create it first.
        var truth = Make(root, TruthName);
        return new(Make(root, DataNames[0]), Make(root, DataNames[1]), Make(root, DataNames[2]), Make(root, DataNames[3]), truth);
    }

    private static bool HasFiles(string root, string name) =>
        Directory.Exists(Path.Combine(root, name)) && Directory.EnumerateFileSystemEntries(Path.Combine(root, name)).Any();

    private static string Make(string root, string name) => Directory.CreateDirectory(Path.Combine(root, name)).FullName;
}
