using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.Platform.Lookups;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Tables.Reports;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>Reads what a data folder holds from manifests and ledgers, without a scan.</summary>
internal static class DataSetReports
{
    public static async Task<DataSetReport> ReadAsync(IServiceProvider services, DataFolder data, IReadOnlyList<SourceFile> files, CancellationToken cancellationToken)
    {
        var store = await StoreReport.ReadAsync(services, data, cancellationToken);
        var rows = store.Tables.Where(table => table.Manifest is not null).ToDictionary(table => table.Name, table => table.Manifest!.Rows);
        var shards = new FolderExtraction(data.Extract).Entries().Where(entry => entry.Status == ExtractionStatus.Complete).ToDictionary(entry => entry.Shard, entry => entry.Tracks);
        long Rows(string table) => rows.GetValueOrDefault(table);
        return new DataSetReport(
            files.Count, files.Sum(file => file.Length), store.Progress.Count(StageNames.ShardsLoaded), Rows(TrackTable.Name), Rows(ArtistTable.Name), Rows(AlbumTable.Name),
            Rows(FeatureTable.Name), Rows(BasketTable.Name), store.Progress.Count(StageNames.AnalysisTracks), store.Progress.Count(StageNames.AnalysisSections),
            store.Progress.Count(StageNames.QuarantinedLines), store.LeftOut.Sum(loss => loss.Count), store.Matches(), store.Progress.Count(StageNames.Vectors),
            store.Progress.Count(StageNames.Pairs), TablesOf(store.Tables), shards);
    }

    private static SortedDictionary<string, long> TablesOf(IEnumerable<TableReport> tables)
    {
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables.Where(table => table.Manifest is not null))
        {
            var name = AnalysisTable.TryShardOf(table.Name, out _) ? $"{AnalysisTable.Prefix}*" : table.Name;
            rows[name] = rows.GetValueOrDefault(name) + table.Manifest!.Rows;
        }

        return rows;
    }
}
