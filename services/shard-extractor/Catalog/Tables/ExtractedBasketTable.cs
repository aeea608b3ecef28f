using System.Globalization;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>The table of baskets, made of the newest playlists and of the track numbers of the newest catalogue.</summary>
internal sealed class ExtractedBasketTable(
    InputFiles inputs, TableStore store, InputDatabases files, IPlaylistDatabases databases, IOptions<ShardExtractorOptions> options,
    DiskGuard disk, ShardExtractorMetrics metrics, TimeProvider time)
    : IDerivedTable
{
    /// <summary>Raised by every change of what is written.</summary>
    private const int MappingVersion = 3;

    /// <summary>Long pages, because the table is read from end to end.</summary>
    private const int PageBytes = 16 << 10;

    private const string MaxTracks = "max_basket_tracks";

    public string Name => BasketTable.Name;

    public async Task<WantedTable> WantAsync(CancellationToken cancellationToken)
    {
        if (await inputs.FindAsync(InputKinds.Playlists, cancellationToken).ConfigureAwait(false) is not { } playlists)
            return WantedTable.WaitFor("No playlists are announced.");
        if (await store.FindCurrentAsync(TrackNumberTable.Name, cancellationToken).ConfigureAwait(false) is not { } numbers)
            return WantedTable.WaitFor($"The playlists {playlists.Name} wait for the track numbers of a catalogue.");
        // Row numbers of an older catalogue may be those of other tracks.
        if (await inputs.FindAsync(InputKinds.Catalog, cancellationToken).ConfigureAwait(false) is { } catalog
            && !numbers.Pinned && numbers.Revisions.GetValueOrDefault(InputKinds.Catalog) < catalog.Revision)
            return WantedTable.WaitFor($"The playlists {playlists.Name} wait for the track numbers of the catalogue {catalog.Name}.");
        if (await store.FindAsync(TrackNumberTable.Name, numbers.Id, cancellationToken).ConfigureAwait(false) is not { } manifest)
            return WantedTable.WaitFor($"Generation {numbers.Id} of table {TrackNumberTable.Name} is gone; it is built again.");
        var plan = new TablePlan
        {
            Table = Name,
            KeyBytes = BasketTable.KeyBytes,
            PageBytes = PageBytes,
            MappingVersion = MappingVersion,
            Rules = new()
            {
                [MaxTracks] = options.Value.MaxBasketTracks.ToString(CultureInfo.InvariantCulture),
                [ExtractedTrackNumberTable.StoredRowNumbers] = manifest.Counts.GetValueOrDefault(ExtractedTrackNumberTable.StoredRowNumbers).ToString(CultureInfo.InvariantCulture),
            },
            Inputs = new() { [InputKinds.Playlists] = playlists.File.Sha256, [TrackNumberTable.Name] = numbers.ContentSha256 },
        };
        return WantedTable.Of(plan, new() { [InputKinds.Playlists] = playlists.Revision, [TrackNumberTable.Name] = numbers.Number }, sourceRows: 0);
    }

    public async Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        var playlists = await inputs.RequireAsync(InputKinds.Playlists, plan, cancellationToken).ConfigureAwait(false);
        using var numbers = await store.OpenContentAsync(TrackNumberTable.Name, plan.Inputs[TrackNumberTable.Name], cancellationToken).ConfigureAwait(false);
        try
        {
            using var database = await files.OpenAsync(playlists, cancellationToken).ConfigureAwait(false);
            await Task.Run(() => Write(plan, database.Path, numbers, writer, rows, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (CatalogRefusedException ex)
        {
            throw ex.Refuse(metrics);
        }
    }

    private void Write(TablePlan plan, string path, Table numbers, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        var reading = new BasketReading(writer, rows, metrics, time);
        var maxTracks = int.Parse(plan.Rules[MaxTracks], CultureInfo.InvariantCulture);
        if (databases.ReferByNumber(path))
        {
            if (plan.Rules[ExtractedTrackNumberTable.StoredRowNumbers] == "0")
                throw new CatalogRefusedException(
                    CatalogFault.SchemaUnknown,
                    $"{path} refers to tracks by row number, but the catalogue has the legacy schema (no tracks.album_rowid), whose row numbers mean nothing. Use playlists and catalogue of one data set.");
            using var byNumber = TracksByNumber.Read(numbers, options.Value.DataFolder, disk, cancellationToken);
            reading.Run(() => databases.OpenPlaylists(path, byNumber, maxTracks), options.Value.PlaylistThreads, cancellationToken);
            return;
        }

        using var byId = TracksById.Read(numbers, options.Value.DataFolder, disk, cancellationToken);
        reading.Run(() => databases.OpenPlaylists(path, byId, maxTracks), options.Value.PlaylistThreads, cancellationToken);
    }
}
