using Microsoft.Data.Sqlite;
using SpotifyPlatform.ListeningHistory.Exports.Parsing;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>An import within the transaction of its store.</summary>
internal sealed class SqliteImportSession : IImportSession, IDisposable
{
    private readonly SqliteConnection connection;
    private readonly PlayReader reader;
    private readonly TimeProvider time;
    private readonly PlayInserts inserts;
    private readonly Dictionary<string, long> sets = [];
    private readonly HashSet<long> newFiles = [];
    private readonly HashSet<long> files = [];
    private readonly long importId;
    private long fileId;
    private long rows;
    private long invalid;

    public SqliteImportSession(SqliteConnection connection, PlayReader reader, TimeProvider time)
    {
        (this.connection, this.reader, this.time) = (connection, reader, time);
        inserts = new PlayInserts(connection);

        // Numbers are never reused, so that an undo cannot affect a later import.
        importId = Next("import");
        fileId = Next("file");
    }

    public void DropImports()
    {
        connection.Execute("DELETE FROM play; DELETE FROM file; DELETE FROM import_file; DELETE FROM import;");
        connection.Execute(ListeningSchema.Prune);
    }

    public void Add(ReadOnlySpan<ParsedPlay> plays) => inserts.Add(plays, fileId);

    public bool EndFile(ImportedFile file)
    {
        rows += file.Rows;
        invalid += file.Invalid;
        var known = connection.Scalar<long>("SELECT file_id FROM file WHERE sha256 = $sha256", ("$sha256", file.Sha256));
        if (known == 0)
            AddFile(file);
        var id = known == 0 ? fileId++ : known;
        files.Add(id);
        AddToImport(file, id);
        if (known != 0)
            DropFile();
        inserts.Begin();
        return known == 0;
    }

    public void DropFile()
    {
        if (inserts.HasWritten)
            connection.Execute("DELETE FROM play WHERE file_id = $file", ("$file", fileId));
        inserts.Begin();
    }

    public ImportCounts Count()
    {
        var counts = new ImportCounts { Read = rows + invalid, Invalid = invalid };
        new ImportCounter(counts, importId, files, newFiles).Count(reader.Read(connection));
        counts.Repeated = rows - counts.New - counts.Known;
        return counts;
    }

    public long Record(ImportCounts counts)
    {
        connection.Execute(
            "INSERT INTO import(import_id, imported_at, row_count, new_count) VALUES ($import, $now, $rows, $new)",
            ("$import", importId), ("$now", time.GetUtcNow().ToUnixTimeMilliseconds()), ("$rows", rows), ("$new", counts.New));
        return importId;
    }

    public void Dispose() => inserts.Dispose();

    private void AddFile(ImportedFile file)
    {
        inserts.Flush(fileId);
        newFiles.Add(fileId);
        connection.Execute(
            """
            INSERT INTO file(file_id, sha256, is_video, row_count, invalid_count, first_ts, last_ts)
            VALUES ($file, $sha256, $video, $rows, $invalid, $first, $last)
            """,
            ("$file", fileId), ("$sha256", file.Sha256), ("$video", file.IsVideo ? 1 : 0), ("$rows", file.Rows), ("$invalid", file.Invalid),
            ("$first", inserts.Span?.First), ("$last", inserts.Span?.Last));
    }

    private void AddToImport(ImportedFile file, long id)
    {
        if (!sets.TryGetValue(file.Set, out var set))
            sets[file.Set] = set = sets.Count;
        connection.Execute(
            "INSERT OR IGNORE INTO import_file(import_id, file_id, set_no, name) VALUES ($import, $file, $set, $name)",
            ("$import", importId), ("$file", id), ("$set", set), ("$name", file.Name));
    }

    private long Next(string table) =>
        connection.Scalar<long>("SELECT seq FROM sqlite_sequence WHERE name = $table", ("$table", table)) + 1;
}
