using Microsoft.Data.Sqlite;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>
/// Chooses which values are shown where files differ about the same play: those with more fields set, then the first by text order.
/// The choice depends on the rows alone, not on which file came first.
/// </summary>
internal sealed class VariantChoice(SqliteConnection connection)
{
    private const PlayFlags Known = PlayFlags.ShuffleKnown | PlayFlags.SkippedKnown | PlayFlags.OfflineKnown | PlayFlags.IncognitoKnown;

    public static void Take(PlayGroup group, RawStatement rows)
    {
        (group.OfflineMs, group.TitleId) = (rows.Long(5), rows.Long(8));
        (group.PlatformId, group.CountryId, group.ReasonStartId, group.ReasonEndId) = (rows.Long(9), rows.Long(10), rows.Long(11), rows.Long(12));
        group.Flags = (PlayFlags)rows.Long(13);
    }

    public void Offer(PlayGroup group, RawStatement rows)
    {
        var former = (group.OfflineMs, group.TitleId, group.PlatformId, group.CountryId, group.ReasonStartId, group.ReasonEndId, (long)group.Flags);
        if (former == (rows.Long(5), rows.Long(8), rows.Long(9), rows.Long(10), rows.Long(11), rows.Long(12), rows.Long(13)))
            return;
        var offered = new PlayGroup();
        Take(offered, rows);
        var order = Said(offered).CompareTo(Said(group));
        if (order > 0 || (order == 0 && string.CompareOrdinal(Text(offered), Text(group)) < 0))
            Take(group, rows);
    }

    private static int Said(PlayGroup group) =>
        int.PopCount((int)(group.Flags & Known)) + new[] { group.PlatformId, group.CountryId, group.ReasonStartId, group.ReasonEndId }.Count(id => id != 0);

    private string Text(PlayGroup group)
    {
        using var title = new RawStatement(connection, "SELECT kind, name, artist, album, uri FROM title WHERE title_id = ?");
        title.Bind(1, group.TitleId).Step();
        var texts = Enumerable.Range(0, 5).Select(title.Text)
            .Concat(new[] { group.PlatformId, group.CountryId, group.ReasonStartId, group.ReasonEndId }.Select(Label));
        return $"{string.Join('\0', texts)}\0{group.OfflineMs}\0{(int)group.Flags}";
    }

    private string? Label(long id)
    {
        using var label = new RawStatement(connection, "SELECT value FROM label WHERE label_id = ?");
        return label.Bind(1, id).Step() ? label.Text(0) : null;
    }
}
