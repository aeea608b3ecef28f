
namespace SpotifyPlatform.Tables.Deriving;

/// <summary>A generation that a table should have.</summary>
public sealed record WantedTable
{
    /// <summary>Null while an input is missing.</summary>
    public TablePlan? Plan { get; private init; }

    /// <summary>The revision of each input.</summary>
    public SortedDictionary<string, long> Revisions { get; private init; } = new(StringComparer.Ordinal);

    /// <summary>Rows of the sources, as far as they are known before they are read; for the estimate of the time.</summary>
    public long SourceRows { get; private init; }

    /// <summary>What is missing, as a sentence.</summary>
    public string? Waiting { get; private init; }

    public static WantedTable Of(TablePlan plan, SortedDictionary<string, long> revisions, long sourceRows) =>
        new() { Plan = plan, Revisions = revisions, SourceRows = sourceRows };

    public static WantedTable WaitFor(string what) => new() { Waiting = what };
}
