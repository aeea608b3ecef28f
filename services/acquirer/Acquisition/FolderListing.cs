namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>The files of a data set's folder.</summary>
/// <param name="Files">Files of known kinds, in the order of kind and name.</param>
/// <param name="Ignored">Files of no known kind, and folders that are links.</param>
/// <param name="Similar">Why some of the ignored files, whose names resemble known ones, are not read.</param>
internal sealed record FolderListing(
    IReadOnlyList<FoundFile> Files, IReadOnlyList<RefusedFile> Refused, int Ignored, IReadOnlyList<string> Similar)
{
    /// <summary>The playlists, and the catalogue that holds their tracks.</summary>
    public FolderListing OnlyPlaylists()
    {
        var wanted = Files.Where(file => file.Kind is ContentKind.Catalog or ContentKind.Playlists).ToList();
        return this with { Files = wanted, Ignored = Ignored + Files.Count - wanted.Count };
    }

    /// <summary>What to tell an operator whose folder has no file of a known kind.</summary>
    public string ExplainNothingFound(string folder) => string.Join(
        '\n',
        [
            $"No file of a known kind is in {folder}: {Ignored} {(Ignored == 1 ? "file was" : "files were")} looked at.",
            .. Similar,
            $"Known are {SimilarName.KnownNames}.",
        ]);
}
