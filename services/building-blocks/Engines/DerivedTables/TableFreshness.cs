using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Tables.Reports;

namespace SpotifyPlatform.Engines.DerivedTables;

/// <summary>A derived table against its pointer.</summary>
/// <param name="PublishedAt">When its current generation became so; null where it never was published.</param>
/// <param name="IsStale">Whether another generation than the current one is wanted.</param>
internal sealed record TableFreshness(string Table, DateTimeOffset? PublishedAt, bool IsStale, DerivedState State)
{
    /// <summary>What its current generation lacks of its sources.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];

    /// <param name="status">Of this instance: another one may have published since.</param>
    public static TableFreshness Of(string table, DerivedStatus status, TableStore.TablePointer? current)
    {
        var isStale = status.WantedId is { } wanted && wanted != current?.Id;
        return new(table, current?.At, isStale, status.WantedId is null || isStale ? status.State : DerivedState.Current);
    }
}
