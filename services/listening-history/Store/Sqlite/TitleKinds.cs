using Microsoft.Data.Sqlite;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>The kind of each title by its number; one byte per title.</summary>
internal sealed class TitleKinds
{
    private readonly byte[] kinds;

    public TitleKinds(SqliteConnection connection)
    {
        using var last = new RawStatement(connection, "SELECT coalesce(max(title_id), 0) FROM title");
        last.Step();
        kinds = new byte[last.Long(0) + 1];
        using var rows = new RawStatement(connection, "SELECT title_id, kind FROM title");
        while (rows.Step())
            kinds[rows.Long(0)] = (byte)rows.Long(1);
    }

    public PlayKind Of(long titleId) => (PlayKind)kinds[titleId];
}
