using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>
/// The recordings of a MusicBrainz dump that have an ISRC. Lines are split at their tabs and joined by SQL in a scratch database: of xref's code only that of the archive and of
/// escapes is used.
/// </summary>
internal sealed class SourceRecordings : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-131072;
        CREATE TABLE isrc (isrc TEXT, recording INTEGER, PRIMARY KEY (isrc, recording)) WITHOUT ROWID;
        CREATE TABLE wanted (id INTEGER PRIMARY KEY);
        CREATE TABLE recording (id INTEGER PRIMARY KEY, mbid TEXT NOT NULL, length INTEGER NOT NULL);
        CREATE TABLE merged (recording INTEGER, mbid TEXT, PRIMARY KEY (recording, mbid)) WITHOUT ROWID;
        """;

    private const int LinesBetweenReports = 1 << 16;

    private readonly SqliteConnection scratch;

    private SourceRecordings(SqliteConnection scratch) => this.scratch = scratch;

    /// <summary>Lines of each member that was read, by the name of its table.</summary>
    public Dictionary<string, long> Lines { get; } = [];

    /// <param name="folder">Of the scratch database, which goes when this object is disposed or the process is killed.</param>
    /// <exception cref="InvalidDataException">The archive is damaged; so are the exceptions of <see cref="DumpArchive.Members"/>.</exception>
    public static SourceRecordings Read(string path, string folder, long maxDumpBytes, int maxLineBytes, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, $"verify-{Guid.NewGuid():N}.tmp");
        var recordings = new SourceRecordings(new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString()));
        try
        {
            recordings.scratch.Open();
            recordings.scratch.Execute(Schema);
            File.Delete(file);
            recordings.scratch.Execute("BEGIN");
            foreach (var (name, content) in DumpArchive.Members(new DumpFile(Path.GetFileName(path), path), maxDumpBytes, cancellationToken))
                recordings.Read(name, content, maxLineBytes, progress, cancellationToken);
            recordings.scratch.Execute("COMMIT");
            return recordings;
        }
        catch
        {
            recordings.Dispose();
            throw;
        }
    }

    /// <summary>In the order of the table's keys.</summary>
    public IEnumerable<SourceRecording> Rows()
    {
        using var command = scratch.CreateCommand();
        command.CommandText = $"""
            SELECT i.isrc, r.id, r.mbid, r.length,
              (SELECT group_concat(mbid, ' ') FROM (SELECT mbid FROM merged WHERE recording = r.id ORDER BY mbid LIMIT {MergedMbids.MaxPerRecording}))
            FROM isrc i JOIN recording r ON r.id = i.recording ORDER BY i.isrc, i.recording
            """;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return new SourceRecording(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetInt64(3), reader.TextOrNull(4) ?? "");
    }

    public void Dispose() => scratch.Dispose();

    private void Read(string member, Stream content, int maxLineBytes, IProgress<string> progress, CancellationToken cancellationToken)
    {
        // A row of a recording without ISRC is not needed; where ISRCs come later, all are kept.
        using var isrc = scratch.Statement("INSERT OR IGNORE INTO isrc VALUES ($isrc, $recording)", "$isrc", "$recording");
        using var wanted = scratch.Statement("INSERT OR IGNORE INTO wanted VALUES ($id)", "$id");
        var isWanted = Lines.ContainsKey("isrc") ? "WHERE EXISTS (SELECT 1 FROM wanted WHERE id = $id)" : "";
        using var recording = scratch.Statement($"INSERT OR REPLACE INTO recording SELECT $id, $mbid, $length {isWanted}", "$id", "$mbid", "$length");
        using var merged = scratch.Statement($"INSERT OR IGNORE INTO merged SELECT $id, $mbid {isWanted}", "$id", "$mbid");
        Action<string[]>? add = member switch
        {
            DumpReader.IsrcMember => columns =>
            {
                if (columns.Length > 2 && Id(columns[1]) is { } id && Isrc.TryParse(Unescaped(columns[2]), out var code))
                {
                    isrc.Run(code.Code, id);
                    wanted.Run(id);
                }
            },
            DumpReader.RecordingMember => columns =>
            {
                if (columns.Length > 4 && Id(columns[0]) is { } id && Mbid.TryParse(columns[1], out var mbid) && Length(columns[4]) is { } length)
                    recording.Run(id, $"{mbid}", length);
            },
            DumpReader.RedirectMember => columns =>
            {
                if (columns.Length > 1 && Mbid.TryParse(columns[0], out var mbid) && Id(columns[1]) is { } id)
                    merged.Run(id, $"{mbid}");
            },
            _ => null,
        };
        var table = Path.GetFileName(member);
        if (add is null || Lines.ContainsKey(table))
            return;
        // A line that is too long is cut to one byte more than allowed.
        using var lines = new LineReader(content, maxLineBytes + 1);
        var count = 0L;
        for (; lines.Next() is { } line && !line.AsSpan().SequenceEqual("\\."u8); count++)
        {
            if (line.Length <= maxLineBytes)
                add(Encoding.UTF8.GetString(line).Split('\t', 6));
            if (count % LinesBetweenReports != 0)
                continue;
            cancellationToken.ThrowIfCancellationRequested();
            progress.Report($"{RecordingTable.Name}: {count:N0} lines of {member}");
        }

        Lines[table] = count;
    }

    private static int? Id(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;

    /// <summary>Milliseconds, 0 where it is not known; null for what is no number.</summary>
    private static int? Length(string text) =>
        text == "\\N" ? 0 : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var length) ? Math.Max(0, length) : null;

    private static string Unescaped(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Encoding.UTF8.GetString(CopyText.Unescape(bytes, new byte[bytes.Length]));
    }
}

/// <summary>A recording and one of its ISRCs.</summary>
/// <param name="Merged">MBIDs that were merged into it, ascending, with spaces between them.</param>
internal sealed record SourceRecording(string Isrc, int Id, string Mbid, long Length, string Merged)
{
    public byte[] Key()
    {
        var key = new byte[RecordingTable.KeyBytes];
        RecordingTable.WriteKey(key, Encoding.ASCII.GetBytes(Isrc), Id);
        return key;
    }
}
