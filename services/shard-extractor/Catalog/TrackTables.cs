using SpotifyPlatform.Contracts.Catalog.V1;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Builds the table of a catalogue's tracks where it is missing: one pass over the tracks, minutes at full size.</summary>
internal sealed class TrackTables(CatalogFolder folder, ICatalogDatabases databases, DiskGuard disk, StageProgressFactory stages)
{
    private const string Suffix = ".tracks.bin";

    /// <param name="sha256">Of the file that the tracks came from; the table is kept under it.</param>
    /// <exception cref="CatalogRefusedException">The table is missing, and another file stands ready by now.</exception>
    public TrackTable OpenOrBuild(string sha256, CancellationToken cancellationToken)
    {
        var path = folder.PathOf(sha256 + Suffix);
        if (!File.Exists(path))
        {
            var tracksPath = folder.PathOf(CatalogContent.Tracks);
            if (folder.FindReady(CatalogContent.Tracks) != sha256)
                throw new CatalogRefusedException(
                    CatalogFault.Changed, $"{tracksPath} was replaced while playlists that name its tracks were under way. Start over in a new data folder.");
            var temporary = path + ".partial";
            Build(temporary, tracksPath, cancellationToken);
            File.Move(temporary, path, overwrite: true);
            foreach (var other in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*" + Suffix + "*"))
                if (other != path)
                    File.Delete(other);
        }

        return TrackTable.Open(path);
    }

    private void Build(string path, string tracksPath, CancellationToken cancellationToken)
    {
        var last = Math.Max(0, databases.FindLastTrack(tracksPath));
        if (last >= TrackTable.EndRow)
            throw new CatalogRefusedException(CatalogFault.TooLarge, $"{tracksPath} has row numbers up to {last}; playlists can be resolved up to {TrackTable.EndRow - 1}.");
        disk.Require((last + 1) * TrackTable.RecordBytes, "The table of the tracks");
        var progress = stages.Begin("track table", Path.GetFileName(tracksPath), 0, last);
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);

        // An empty catalogue's table has one gap: an empty file cannot be mapped.
        stream.SetLength((last + 1) * TrackTable.RecordBytes);
        var writer = new TrackTableWriter(stream);
        foreach (var key in databases.ReadTrackKeys(tracksPath))
        {
            if (key.Row % 4096 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress.Report(key.Row);
            }

            writer.Add(key.Row, key.Id, key.Popularity);
        }

        stream.Flush(flushToDisk: true);
        progress.Finish();
    }
}
