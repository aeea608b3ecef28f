namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Builds the table of a catalogue's tracks when it is missing: one pass over the tracks, minutes at full size.</summary>
internal sealed class TrackTables(CatalogFolder folder, ICatalogDatabases databases, DiskGuard disk, StageProgressFactory stages)
{
    private const string Suffix = ".tracks.bin";

    /// <param name="sha256">Hash of the file that the tracks came from; part of the table's name.</param>
    /// <exception cref="CatalogRefusedException">The table is missing, and the tracks' file was replaced.</exception>
    public TrackTable OpenOrBuild(string sha256, CancellationToken cancellationToken)
    {
        var path = folder.PathOf(sha256 + Suffix);
        if (!File.Exists(path))
        {
            var tracksPath = folder.PathOf(CatalogContent.Tracks);
            if (folder.FindReady(CatalogContent.Tracks) != sha256)
                throw new CatalogRefusedException(
                    CatalogFault.Changed, $"{tracksPath} was replaced while playlists were extracted with its tracks. Extract into a new data folder.");
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
            throw new CatalogRefusedException(CatalogFault.TooLarge, $"{tracksPath} has row numbers up to {last}; at most {TrackTable.EndRow - 1} are supported.");
        disk.Require((last + 1) * TrackTable.RecordBytes, "The table of the tracks");
        var progress = stages.Begin("track table", Path.GetFileName(tracksPath), 0, last);
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);

        // An empty file cannot be mapped, so the table of an empty catalogue has one gap.
        stream.SetLength((last + 1) * TrackTable.RecordBytes);
        var writer = new TrackTableWriter(stream);
        foreach (var key in databases.ReadNumberedTracks(tracksPath))
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
