using System.Text;
using DuckDB.NET.Data;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Benchmarks.Tables;

/// <summary>The match of tracks and recordings as DuckDB does it: of the recordings of a track's ISRC, the one whose length is nearest.</summary>
internal sealed class MatchPeer : IDisposable
{
    private readonly DuckDBConnection connection = new("DataSource=:memory:");
    private readonly string folder;

    public MatchPeer(string folder)
    {
        this.folder = folder;
        connection.Open();
        Execute($"SET threads = {Environment.ProcessorCount}");
    }

    private string Tracks => Path.Combine(folder, "tracks.parquet");

    private string Recordings => Path.Combine(folder, "recordings.parquet");

    private string Matches => Path.Combine(folder, "matches.parquet");

    /// <summary>Writes the columns that the join reads as Parquet files.</summary>
    /// <returns>Recordings.</returns>
    public async Task<long> LoadAsync(TableStore store)
    {
        using var tracks = await OpenAsync(store, TrackTable.Name);
        using var recordings = await OpenAsync(store, RecordingTable.Name);
        Execute("CREATE TABLE tracks (id VARCHAR, isrc VARCHAR, ms BIGINT)");
        Execute("CREATE TABLE recordings (isrc VARCHAR, id BIGINT, mbid UUID, ms BIGINT)");
        using (var appender = connection.CreateAppender("tracks"))
        using (var rows = tracks.Scan())
            while (rows.MoveNext())
            {
                var row = new TrackRow(rows.Value);
                appender.CreateRow().AppendValue(TrackId.FromKey(rows.Key).ToString()).AppendValue(row.Isrc?.ToString()).AppendValue(row.DurationMs).EndRow();
            }

        using (var appender = connection.CreateAppender("recordings"))
        using (var rows = recordings.Scan())
            for (var id = 1L; rows.MoveNext(); id++)
            {
                var row = new RecordingRow(rows.Key, rows.Value);
                appender.CreateRow().AppendValue(Encoding.ASCII.GetString(row.Isrc)).AppendValue(id).AppendValue(new Guid(row.Mbid, bigEndian: true)).AppendValue(row.LengthMs).EndRow();
            }

        Execute($"COPY tracks TO '{Tracks}' (FORMAT parquet)");
        Execute($"COPY recordings TO '{Recordings}' (FORMAT parquet)");
        Execute("DROP TABLE tracks; DROP TABLE recordings");
        return recordings.Manifest.Rows;
    }

    public (double Seconds, long Matched) Join()
    {
        var began = TimeProvider.System.GetTimestamp();
        Execute($"""
            COPY (
                SELECT t.id, any_value(t.isrc) isrc, arg_min(r.mbid, (CASE WHEN r.ms > 0 AND t.ms > 0 THEN abs(r.ms - t.ms) ELSE 9223372036854775807 END, r.id)) mbid
                FROM read_parquet('{Tracks}') t LEFT JOIN read_parquet('{Recordings}') r ON r.isrc = t.isrc
                WHERE t.isrc IS NOT NULL GROUP BY t.id ORDER BY t.id
            ) TO '{Matches}' (FORMAT parquet)
            """);
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(mbid) FROM read_parquet('{Matches}')";
        return (seconds, (long)command.ExecuteScalar()!);
    }

    public void Dispose() => connection.Dispose();

    private static async Task<Table> OpenAsync(TableStore store, string table) =>
        await store.OpenAsync(table, (await store.FindCurrentAsync(table, CancellationToken.None))!.Id, CancellationToken.None);

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
