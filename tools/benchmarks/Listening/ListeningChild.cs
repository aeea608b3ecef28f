using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ListeningHistory;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Exports.Parsing;
using SpotifyPlatform.ListeningHistory.Imports;
using SpotifyPlatform.ListeningHistory.Store.Sqlite;

namespace SpotifyPlatform.Benchmarks.Listening;

/// <summary>One way to read an export, in a process of its own. Prints rows, the sum of the time played, and its seconds without the runtime's start.</summary>
internal static class ListeningChild
{
    /// <param name="times">How often it is read; the last time is the one that is told. A service, too, has its code compiled after the first.</param>
    public static async Task<int> RunAsync(string mode, string path, int times)
    {
        for (var time = 1; time < times; time++)
            await ReadAsync(mode, path);
        var start = Stopwatch.GetTimestamp();
        var (rows, played) = await ReadAsync(mode, path);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} {played} {Stopwatch.GetElapsedTime(start).TotalSeconds:F3}"));
        return 0;
    }

    private static async Task<(long Rows, long Played)> ReadAsync(string mode, string path) => mode switch
    {
        "parse" => Parse(path),
        "import" => await ImportAsync(path),
        "duckdb" => DuckDb(path),
        _ => throw new ArgumentException($"There is no way '{mode}'.", nameof(mode)),
    };

    private static (long Rows, long Played) Parse(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var sink = new SumSink();
        new PlayParser(ExportLimits.Default, TimeProvider.System).Parse(file, path, isVideo: false, sink, CancellationToken.None);
        return (sink.Rows, sink.Played);
    }

    private static async Task<(long Rows, long Played)> ImportAsync(string path)
    {
        var folder = Directory.CreateTempSubdirectory("listening-bench-").FullName;
        try
        {
            using var stores = new SqliteListeningStores(Options.Create(new ListeningHistoryOptions { DataFolder = folder }), TimeProvider.System);
            var imports = new ListeningImports(stores, [], ExportLimits.Default, TimeProvider.System, NullLogger<ListeningImports>.Instance);
            var report = await imports.ImportAsync(AccountName.Default, [path], ImportMode.Add, progress: null, CancellationToken.None);
            return (report.Counts.Read, 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The same columns with the same types; summed, so that no table has to be made of them.</summary>
    private static (long Rows, long Played) DuckDb(string path)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $$"""
            SET threads = 2;
            SELECT count(*), sum(ms_played)::BIGINT, max(ts), max(platform), max(conn_country), max(track), max(artist), max(album), max(uri), max(episode), max(podcast),
                   max(episode_uri), max(book), max(book_uri), max(chapter_uri), max(chapter), max(reason_start), max(reason_end), max(shuffle), max(skipped), max(offline),
                   max(offline_timestamp), max(incognito_mode)
            FROM (SELECT ts, platform, ms_played, conn_country, master_metadata_track_name track, master_metadata_album_artist_name artist,
                         master_metadata_album_album_name album, spotify_track_uri uri, episode_name episode, episode_show_name podcast, spotify_episode_uri episode_uri,
                         audiobook_title book, audiobook_uri book_uri, audiobook_chapter_uri chapter_uri, audiobook_chapter_title chapter,
                         reason_start, reason_end, shuffle, skipped, offline, offline_timestamp, incognito_mode
                  FROM read_json('{{path.Replace("'", "''", StringComparison.Ordinal)}}', format = 'array', columns = {
                      ts: 'TIMESTAMP', platform: 'VARCHAR', ms_played: 'BIGINT', conn_country: 'VARCHAR', master_metadata_track_name: 'VARCHAR',
                      master_metadata_album_artist_name: 'VARCHAR', master_metadata_album_album_name: 'VARCHAR', spotify_track_uri: 'VARCHAR', episode_name: 'VARCHAR',
                      episode_show_name: 'VARCHAR', spotify_episode_uri: 'VARCHAR', audiobook_title: 'VARCHAR', audiobook_uri: 'VARCHAR', audiobook_chapter_uri: 'VARCHAR',
                      audiobook_chapter_title: 'VARCHAR', reason_start: 'VARCHAR', reason_end: 'VARCHAR', shuffle: 'BOOLEAN', skipped: 'BOOLEAN', offline: 'BOOLEAN',
                      offline_timestamp: 'BIGINT', incognito_mode: 'BOOLEAN'}))
            """;
        using var reader = command.ExecuteReader();
        do
        {
            if (reader.FieldCount > 1 && reader.Read())
                return (reader.GetInt64(0), reader.GetInt64(1));
        }
        while (reader.NextResult());
        throw new InvalidOperationException("DuckDB returned no row.");
    }

    private sealed class SumSink : IPlaySink
    {
        public long Rows { get; private set; }

        public long Played { get; private set; }

        public void Add(in ParsedPlay play)
        {
            Rows++;
            Played += play.MsPlayed;
        }

        public void AddInvalid(in InvalidRow row) => throw new InvalidDataException($"Row {row.Row} is invalid: {row.Reason}.");

        public void Advance(int bytes)
        {
        }
    }
}
