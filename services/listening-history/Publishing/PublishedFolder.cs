using System.Globalization;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>
/// The published files of an account: <c>spotify.duckdb</c>, which is for the person, and <c>published/SEQUENCE-KEY.duckdb</c>, which
/// this service reads. Both have the same content; they are two files so that a tool that opens the first for writing neither blocks
/// the service nor changes its answers.
/// </summary>
internal sealed class PublishedFolder(string accountFolder)
{
    private const string Ending = ".duckdb";

    public string PersonFile { get; } = Path.Combine(accountFolder, "spotify.duckdb");

    public string Folder { get; } = Path.Combine(accountFolder, "published");

    /// <summary>A file that is being built. Only the holder of the account's lock writes it.</summary>
    public string BuildFile => Path.Combine(Folder, ".building" + Ending);

    /// <summary>The newest publication, or null.</summary>
    public Publication? Newest() => Scan() ?? Scan();

    /// <summary>
    /// Makes the built file current: the person's file first, so that after a crash in between the publication is repeated.
    /// </summary>
    public void Publish(string key)
    {
        var next = (Newest()?.Sequence ?? 0) + 1;
        using (var copy = new StagedFile(PersonFile))
        {
            using (var built = File.OpenRead(BuildFile))
                built.CopyTo(copy.Stream);
            copy.Publish();
        }

        // A write-ahead log that some tool left belongs to the file that was just replaced.
        File.Delete(PersonFile + ".wal");
        File.Move(BuildFile, Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{next:D12}-{key}{Ending}")));
        DurableFolder.Sync(Folder);
        DurableFolder.Sync(accountFolder);
        Prune(next);
    }

    /// <summary>Removes what a killed build left.</summary>
    public void DeleteBuild()
    {
        foreach (var file in Directory.EnumerateFileSystemEntries(Folder, ".building*"))
        {
            if (Directory.Exists(file))
                Directory.Delete(file, recursive: true);
            else
                File.Delete(file);
        }
    }

    /// <summary>Readers that have an older publication open keep it: the system frees it when they close it.</summary>
    private void Prune(long newest)
    {
        foreach (var old in Publications().Where(publication => publication.Sequence < newest))
            File.Delete(old.Path);
    }

    /// <summary>A scan beside a publication may miss both files: the new one is created after the scan began, and the old one deleted.</summary>
    private Publication? Scan() => Publications().MaxBy(publication => publication.Sequence);

    private IEnumerable<Publication> Publications()
    {
        if (!Directory.Exists(Folder))
            yield break;
        foreach (var path in Directory.EnumerateFiles(Folder, "*" + Ending))
        {
            var parts = Path.GetFileNameWithoutExtension(path).Split('-', 2);
            if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
                yield return new Publication(sequence, parts[1], path);
        }
    }
}

/// <param name="Key">Identifies the schema version, revision and exclusions that the file was built from.</param>
internal sealed record Publication(long Sequence, string Key, string Path);
