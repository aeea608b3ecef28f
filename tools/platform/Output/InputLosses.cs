using System.Globalization;
using SpotifyPlatform.Music;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables.Reports;

namespace SpotifyPlatform.Platform.Output;

/// <summary>What the tables that are made of databases and dumps lack of them. Lines of shards are in quarantine instead.</summary>
internal static class InputLosses
{
    private const string KeyPosition = "key ";

    /// <summary>Positions in a sentence, which is for people; <c>--json</c> and <c>tables show --json</c> have all that are kept.</summary>
    private const int ShownPositions = 3;

    private static readonly string[] Tables =
        [TrackTable.Name, ArtistTable.Name, AlbumTable.Name, FeatureTable.Name, TrackNumberTable.Name, BasketTable.Name, RecordingTable.Name];

    public static async Task<IReadOnlyList<LeftOut>> ReadAsync(LeftOutReports reports, CancellationToken cancellationToken)
    {
        var all = new List<LeftOut>();
        foreach (var table in Tables)
            all.AddRange((await reports.ReadAsync(table, cancellationToken)).Select(Readable));
        return InOrder(all);
    }

    /// <summary>From the status of a running platform, which has no positions.</summary>
    public static IReadOnlyList<LeftOut> Of(PipelineProgress progress) => InOrder(
        progress.Stages.Where(stage => stage.Name.StartsWith(StageNames.LeftOutPrefix, StringComparison.Ordinal))
            .Select(stage => (Name: stage.Name[StageNames.LeftOutPrefix.Length..].Split('/', 2), stage.Count))
            .Where(stage => stage.Name.Length == 2)
            .Select(stage => new LeftOut(stage.Name[0], stage.Name[1], stage.Count, [])));

    /// <summary>A sentence for each table and reason.</summary>
    public static IEnumerable<string> Describe(IEnumerable<LeftOut> losses) => losses.Select(loss => string.Create(
        CultureInfo.InvariantCulture, $"Left out of {loss.Table}: {loss.Count:N0} {loss.Reason}{At(loss)}."));

    /// <summary>The keys of rows that a later one replaced are ids in these tables.</summary>
    public static LeftOut Readable(LeftOut loss) => loss with
    {
        Positions = [.. loss.Positions.Select(position => position.StartsWith(KeyPosition, StringComparison.Ordinal) && position.Length == KeyPosition.Length + 2 * TrackId.KeyLength
            ? $"id {TrackId.FromKey(Convert.FromHexString(position[KeyPosition.Length..]))}"
            : position)],
    };

    private static List<LeftOut> InOrder(IEnumerable<LeftOut> losses) =>
        [.. losses.OrderBy(loss => loss.Table, StringComparer.Ordinal).ThenBy(loss => loss.Reason, StringComparer.Ordinal)];

    private static string At(LeftOut loss) =>
        loss.Positions.Count == 0 ? "" : $" ({string.Join(", ", loss.Positions.Take(ShownPositions))}{(loss.Count > Math.Min(loss.Positions.Count, ShownPositions) ? ", ..." : "")})";
}
