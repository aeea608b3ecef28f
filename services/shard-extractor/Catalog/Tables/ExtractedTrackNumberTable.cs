using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>The table of track numbers, made of the newest catalogue.</summary>
internal sealed class ExtractedTrackNumberTable(
    InputFiles inputs, InputDatabases files, IPlaylistDatabases databases, ShardExtractorMetrics metrics, TimeProvider time)
    : IDerivedTable
{
    /// <summary>A count of the manifest: 1 where playlists may refer to the row numbers.</summary>
    public const string StoredRowNumbers = "stored_row_numbers";

    /// <summary>Raised by every change of what is written.</summary>
    private const int MappingVersion = 3;

    /// <summary>Long pages, because the table is read from end to end.</summary>
    private const int PageBytes = 16 << 10;

    public string Name => TrackNumberTable.Name;

    public async Task<WantedTable> WantAsync(CancellationToken cancellationToken)
    {
        if (await inputs.FindAsync(InputKinds.Catalog, cancellationToken).ConfigureAwait(false) is not { } catalog)
            return WantedTable.WaitFor("No catalogue is announced.");
        var plan = new TablePlan
        {
            Table = Name,
            KeyBytes = TrackNumberTable.KeyBytes,
            PageBytes = PageBytes,
            MappingVersion = MappingVersion,
            Rules = [],
            Inputs = new() { [InputKinds.Catalog] = catalog.File.Sha256 },
        };
        return WantedTable.Of(plan, new() { [InputKinds.Catalog] = catalog.Revision }, sourceRows: 0);
    }

    public async Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        var catalog = await inputs.RequireAsync(InputKinds.Catalog, plan, cancellationToken).ConfigureAwait(false);
        try
        {
            using var database = await files.OpenAsync(catalog, cancellationToken).ConfigureAwait(false);
            await Task.Run(() => Write(database.Path, writer, rows, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (CatalogRefusedException ex)
        {
            throw ex.Refuse(metrics);
        }
    }

    private void Write(string path, TableWriter writer, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        writer.Count(StoredRowNumbers, databases.HasRowNumbers(path) ? 1 : 0);
        var (leftOut, invalidValues) = (new DropCounts("tracks"), new DropCounts("tracks"));
        Span<byte> key = stackalloc byte[TrackNumberTable.KeyBytes];
        Span<byte> value = stackalloc byte[TrackNumberTable.ValueBytes];
        var rows = 0L;
        foreach (var track in databases.ReadTracks(path, leftOut, invalidValues, cancellationToken))
        {
            TrackNumberTable.WriteKey(key, track.Row);
            TrackNumberTable.WriteValue(value, track.Id, track.Popularity);
            writer.Add(key, value);
            if (++rows % 65_536 == 0)
                progress.Report(rows);
        }

        writer.Count(leftOut, invalidValues);
        progress.Report(rows);
        metrics.BatchDone(Name, rows, leftOut.Counts.Concat(invalidValues.Counts), time.GetElapsedTime(started));
    }
}
