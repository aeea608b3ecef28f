using Microsoft.Data.Sqlite;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>Reads rows of exports in the order of time, grouped by identity.</summary>
internal sealed class ExportRows(SqliteConnection connection)
{
    private const string Columns =
        "p.ts, p.item_id, p.ms_played, p.offline_s, p.file_id, p.offline_ms, p.times, p.source, p.title_id, p.platform_id, p.country_id, p.start_id, p.end_id, p.flags";

    private static readonly Predicate<long> AnyImport = _ => true;
    private readonly Dictionary<long, List<ImportSet>> sets = SetsByFile(connection);
    private readonly VariantChoice variants = new(connection);

    public TitleKinds Kinds { get; } = new(connection);

    /// <summary>Rows that end within the seconds, both included. The group is valid until the next.</summary>
    public IEnumerable<PlayGroup> Read(long from, long to)
    {
        using var rows = new RawStatement(connection, $"SELECT {Columns} FROM play p WHERE p.ts BETWEEN ? AND ? ORDER BY p.ts, p.item_id, p.ms_played, p.offline_s, p.file_id");
        rows.Bind(1, from).Bind(2, to);
        var group = new PlayGroup();
        while (rows.Step())
        {
            var key = (rows.Long(0), rows.Long(1), rows.Long(2), rows.Long(3));
            if (group.Files.Count > 0 && key != (group.Ts, group.ItemId, group.MsPlayed, group.OfflineSeconds))
            {
                yield return Complete(group);
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
            yield return Complete(group);
    }

    private static void Begin(PlayGroup group, RawStatement rows)
    {
        (group.Ts, group.ItemId, group.MsPlayed, group.OfflineSeconds) = (rows.Long(0), rows.Long(1), rows.Long(2), rows.Long(3));
        group.TsMs = group.Ts * 1000;
        group.Source = (PlaySource)rows.Long(7);
        (group.ContextType, group.ContextUri, group.IsSuspectedDuplicate) = (null, null, false);
        VariantChoice.Take(group, rows);
    }

    private PlayGroup Complete(PlayGroup group)
    {
        group.Kind = Kinds.Of(group.TitleId);
        group.Times = group.Source == PlaySource.AccountData ? group.TimesIn(AnyImport) : 1;
        return group;
    }

    private static Dictionary<long, List<ImportSet>> SetsByFile(SqliteConnection connection) => connection
        .Query("SELECT file_id, import_id, set_no FROM import_file ORDER BY import_id, set_no", r => (r.GetInt64(0), Set: new ImportSet(r.GetInt64(1), r.GetInt64(2))))
        .GroupBy(row => row.Item1)
        .ToDictionary(file => file.Key, file => file.Select(row => row.Set).ToList());
}
