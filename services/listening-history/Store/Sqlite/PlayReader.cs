using Microsoft.Data.Sqlite;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>
/// Reads an account's plays in the order of time and derives what depends on other rows. Nothing derived is stored, so it cannot depend
/// on the order of imports, and memory does not grow with the rows of exports.
/// </summary>
internal sealed class PlayReader(Func<SqliteConnection, AccountSettings> readSettings)
{
    /// <summary>Every identity once. The reader reuses the group: it is valid until the next one.</summary>
    public IEnumerable<PlayGroup> Read(SqliteConnection connection)
    {
        var rules = new OutcomeRules(connection, readSettings(connection));
        var exports = new ExportRows(connection);
        var matches = ApiMatches.Find(exports, connection);
        using var observed = new ObservedCursor(connection, exports.Kinds, matches);
        var duplicates = new DuplicateSuspicion();
        foreach (var group in exports.Read(long.MinValue, long.MaxValue))
        {
            while (observed.MoveTo(group.TsMs) is { } api)
                yield return rules.Apply(api);
            (group.ContextType, group.ContextUri) = matches.ContextOf(group);
            rules.Apply(group);
            group.IsSuspectedDuplicate = group.Source == PlaySource.Extended && duplicates.IsRepeat(group);
            observed.Passed(group);
            yield return group;
        }

        while (observed.MoveTo(long.MaxValue) is { } api)
            yield return rules.Apply(api);
    }
}
