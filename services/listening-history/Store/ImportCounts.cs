using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Store;

/// <summary>
/// Rows of an import by reason. <see cref="Read"/> = <see cref="New"/> + <see cref="Known"/> + <see cref="Repeated"/> +
/// <see cref="Invalid"/>; and new and known rows together are the sum of all outcomes.
/// </summary>
internal sealed record ImportCounts
{
    private readonly long[] outcomes = new long[Enum.GetValues<PlayOutcome>().Length];

    public long Read { get; set; }

    /// <summary>Rows that no earlier import holds.</summary>
    public long New { get; set; }

    /// <summary>Rows that an earlier import holds too.</summary>
    public long Known { get; set; }

    /// <summary>Exact repeats within this import.</summary>
    public long Repeated { get; set; }

    public long Invalid { get; set; }

    /// <summary>Distinct rows of private sessions; they are kept and count as others do.</summary>
    public long Private { get; set; }

    /// <summary>Distinct rows that Spotify seems to have written twice; they are kept and flagged.</summary>
    public long SuspectedDuplicates { get; set; }

    /// <summary>New rows during which rows of earlier imports played something else.</summary>
    public long Overlapping { get; set; }

    /// <summary>Distinct rows by outcome.</summary>
    public long this[PlayOutcome outcome]
    {
        get => outcomes[(int)outcome];
        set => outcomes[(int)outcome] = value;
    }

    public bool Equals(ImportCounts? other) =>
        other is not null && outcomes.AsSpan().SequenceEqual(other.outcomes)
        && (Read, New, Known, Repeated, Invalid, Private, SuspectedDuplicates, Overlapping)
            == (other.Read, other.New, other.Known, other.Repeated, other.Invalid, other.Private, other.SuspectedDuplicates, other.Overlapping);

    public override int GetHashCode() => HashCode.Combine(Read, New, Known, Repeated, Invalid);
}
