using Microsoft.Data.Sqlite;
using SpotifyPlatform.ListeningHistory.Exports.Parsing;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>
/// Inserts the rows of one file after the other, sorted in runs by the table's key. A file of ordinary size is one run, and is not
/// written before its hash is known.
/// </summary>
internal sealed class PlayInserts(SqliteConnection connection) : IDisposable
{
    private const int RunRows = 1 << 17;
    private const long MsPerSecond = 1000;

    private readonly StoredNames names = new(connection);
    private readonly ParsedPlay[] run = new ParsedPlay[RunRows];
    private readonly RawStatement insert = new(connection, """
        INSERT INTO play(ts, item_id, ms_played, offline_s, file_id, offline_ms, times, source, title_id, platform_id, country_id, start_id, end_id, flags)
        VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET times = times + 1
        """);

    private int count;

    /// <summary>Whether rows of the current file are in the table already.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>Ends of the file's first and last extended play; null where it has none.</summary>
    public (long First, long Last)? Span { get; private set; }

    public void Add(ReadOnlySpan<ParsedPlay> plays, long fileId)
    {
        foreach (ref readonly var play in plays)
        {
            if (count == RunRows)
                Flush(fileId);
            run[count++] = play;
            if (play.Source == PlaySource.Extended)
                Span = Span is { } span ? (Math.Min(span.First, play.Ts), Math.Max(span.Last, play.Ts)) : (play.Ts, play.Ts);
        }
    }

    public void Flush(long fileId)
    {
        var rows = run.AsSpan(0, count);
        foreach (ref readonly var play in rows)
            names.Resolve(play.Title);
        rows.Sort(Compare);
        foreach (ref readonly var play in rows)
            Insert(play, fileId);
        HasWritten |= count > 0;
        count = 0;
    }

    /// <summary>Begins the next file.</summary>
    public void Begin()
    {
        run.AsSpan(0, count).Clear();
        (count, HasWritten, Span) = (0, false, null);
    }

    public void Dispose()
    {
        insert.Dispose();
        names.Dispose();
    }

    private void Insert(in ParsedPlay play, long fileId) => insert
        .Bind(1, play.Ts)
        .Bind(2, play.Title.StoredItemId)
        .Bind(3, play.MsPlayed)
        .Bind(4, play.OfflineTimestampMs / MsPerSecond)
        .Bind(5, fileId)
        .Bind(6, play.OfflineTimestampMs)
        .Bind(7, (long)play.Source)
        .Bind(8, play.Title.StoredId)
        .Bind(9, names.Resolve(play.Platform))
        .Bind(10, names.Resolve(play.ConnCountry))
        .Bind(11, names.Resolve(play.ReasonStart))
        .Bind(12, names.Resolve(play.ReasonEnd))
        .Bind(13, (long)play.Flags)
        .Step();

    /// <summary>The key's order; of equal rows the first in the file stays.</summary>
    private static int Compare(ParsedPlay a, ParsedPlay b)
    {
        var order = a.Ts.CompareTo(b.Ts);
        if (order == 0)
            order = a.Title.StoredItemId.CompareTo(b.Title.StoredItemId);
        if (order == 0)
            order = a.MsPlayed.CompareTo(b.MsPlayed);
        return order != 0 ? order : a.Index.CompareTo(b.Index);
    }
}
