using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Store;

namespace SpotifyPlatform.ListeningHistory.Tests.Publishing;

/// <summary>Rows in memory.</summary>
internal sealed class FakeListeningStore(string folder, IReadOnlyList<PlayRow> rows) : IListeningStore
{
    public AccountName Account => SeededPlays.Account;

    public string Folder { get; } = Directory.CreateDirectory(Path.Combine(folder, SeededPlays.Account.Value)).FullName;

    public long Revision { get; private set; } = 1;

    public AccountSettings Settings { get; } = new(SeededPlays.TimeZone, 30_000, false, false);

    /// <summary>Replaces the rows, as an import does.</summary>
    public IReadOnlyList<PlayRow> Rows
    {
        get;
        set
        {
            field = value;
            Revision++;
        }
    } = rows;

    public int Reads { get; private set; }

    /// <summary>Thrown when half of the rows are read.</summary>
    public Exception? Fault { get; set; }

    public IEnumerable<PlayRow> ReadRows(CancellationToken cancellationToken)
    {
        Reads++;
        return Rows.OrderBy(row => row.TsUtc).Select((row, index) => Fault is not null && index >= Rows.Count / 2 ? throw Fault : row);
    }
}
