using Microsoft.Data.Sqlite;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>
/// Reads an account's plays in the order of time and derives what depends on other rows. Nothing derived is stored, so it cannot depend
/// on the order of imports, and memory does not grow with the rows of exports.
/// </summary>
internal sealed class PlayReader(Func<SqliteConnection, AccountSettings> readSettings)
{
    private const string Columns =
        "p.ts, p.item_id, p.ms_played, p.offline_s, p.file_id, p.offline_ms, p.times, p.source, p.title_id, p.platform_id, p.country_id, p.start_id, p.end_id, p.flags";

    /// <summary>Every identity once. The group is the reader's own and changes with the next.</summary>
    public IEnumerable<PlayGroup> Read(SqliteConnection connection)
    {
        var rules = new OutcomeRules(connection, readSettings(connection));
        var matches = ApiMatches.Find(this, connection);
        using var observed = new ObservedCursor(connection, matches);
        var duplicates = new DuplicateSuspicion();
        foreach (var group in ReadExports(connection, long.MinValue, long.MaxValue))
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

    /// <summary>Rows of exports that end within the seconds, brought together by identity.</summary>
    public IEnumerable<PlayGroup> ReadExports(SqliteConnection connection, long from, long to)
    {
        var sets = SetsByFile(connection);
        var variants = new VariantChoice(connection);
        var kinds = new TitleKinds(connection);
        using var rows = new RawStatement(connection, $"SELECT {Columns} FROM play p WHERE p.ts BETWEEN ? AND ? ORDER BY p.ts, p.item_id, p.ms_played, p.offline_s, p.file_id");
        rows.Bind(1, from).Bind(2, to);
        var group = new PlayGroup();
        while (rows.Step())
        {
            var key = (rows.Long(0), rows.Long(1), rows.Long(2), rows.Long(3));
            if (group.Files.Count > 0 && key != (group.Ts, group.ItemId, group.MsPlayed, group.OfflineSeconds))
            {
                yield return Complete(group, kinds);
                group.Files.Clear();
            }

            if (group.Files.Count == 0)
                Begin(group, rows);
            else
                variants.Offer(group, rows);
            var file = rows.Long(4);
            group.Files.Add(new FileOfPlay(file, rows.Long(6), sets.GetValueOrDefault(file) ?? []));
        }

        if (group.Files.Count > 0)
            yield return Complete(group, kinds);
    }

    private static void Begin(PlayGroup group, RawStatement rows)
    {
        (group.Ts, group.ItemId, group.MsPlayed, group.OfflineSeconds) = (rows.Long(0), rows.Long(1), rows.Long(2), rows.Long(3));
        group.TsMs = group.Ts * 1000;
        group.Source = (PlaySource)rows.Long(7);
        (group.ContextType, group.ContextUri, group.IsSuspectedDuplicate) = (null, null, false);
        VariantChoice.Take(group, rows);
    }

    private static PlayGroup Complete(PlayGroup group, TitleKinds kinds)
    {
        group.Kind = kinds.Of(group.TitleId);
        group.Times = group.Source == PlaySource.AccountData ? group.TimesIn(_ => true) : 1;
        return group;
    }

    private static Dictionary<long, List<ImportSet>> SetsByFile(SqliteConnection connection) => connection
        .Query("SELECT file_id, import_id, set_no FROM import_file ORDER BY import_id, set_no", r => (r.GetInt64(0), Set: new ImportSet(r.GetInt64(1), r.GetInt64(2))))
        .GroupBy(row => row.Item1)
        .ToDictionary(file => file.Key, file => file.Select(row => row.Set).ToList());
}
