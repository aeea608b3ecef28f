using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Warehouse;

namespace SpotifyPlatform.BigQuery.Warehouse;

/// <summary>Reads rows of the analysis tables.</summary>
internal sealed class AnalysisQueries(BigQueryClient client, WarehouseTables tables)
{
    public async Task<TrackAnalysis?> FindAsync(TrackId track, CancellationToken cancellationToken)
    {
        BigQueryParameter[] id = [new("id", null, track.ToString())];
        var tracks = await client.ExecuteQueryAsync(
            $"SELECT {WarehouseTables.Columns(WarehouseTables.TrackSchema)} FROM {tables.Tracks.ToSql()} WHERE {WarehouseTables.Key} = @id", id, null, cancellationToken).ConfigureAwait(false);
        if ((await tracks.ToListAsync(cancellationToken).ConfigureAwait(false)).SingleOrDefault() is not { } row)
            return null;
        var sections = await client.ExecuteQueryAsync(
            $"SELECT {WarehouseTables.Columns(WarehouseTables.SectionSchema)} FROM {tables.Sections.ToSql()} WHERE {WarehouseTables.Key} = @id ORDER BY section_index", id, null, cancellationToken).ConfigureAwait(false);
        return AnalysisReader.Read(track, row.ToArray(), (await sections.ToListAsync(cancellationToken).ConfigureAwait(false)).Select(section => section.ToArray()));
    }

    /// <summary>Rows by shard; reads the ids of both tables.</summary>
    public async Task<IReadOnlyDictionary<string, ShardCounts>> CountByShardAsync(CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, ShardCounts>(StringComparer.Ordinal);
        var tracks = await client.ExecuteQueryAsync(
            $"SELECT SUBSTR({WarehouseTables.Key}, 1, 2) AS shard, COUNT(*) AS n, COUNT(DISTINCT {WarehouseTables.Key}) AS d FROM {tables.Tracks.ToSql()} GROUP BY shard", null, null, cancellationToken).ConfigureAwait(false);
        await foreach (var row in tracks.GetRowsAsync(cancellationToken).ConfigureAwait(false))
            counts[(string)row["shard"]!] = new ShardCounts((long)row["n"]!, 0, (long)row["d"]!);
        var sections = await client.ExecuteQueryAsync(
            $"SELECT SUBSTR({WarehouseTables.Key}, 1, 2) AS shard, COUNT(*) AS n FROM {tables.Sections.ToSql()} GROUP BY shard", null, null, cancellationToken).ConfigureAwait(false);
        await foreach (var row in sections.GetRowsAsync(cancellationToken).ConfigureAwait(false))
            counts[(string)row["shard"]!] = counts.GetValueOrDefault((string)row["shard"]!) with { Sections = (long)row["n"]! };
        return counts;
    }
}

internal readonly record struct ShardCounts(long Tracks, long Sections, long DistinctTracks);
