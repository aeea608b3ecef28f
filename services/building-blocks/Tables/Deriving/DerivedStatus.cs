namespace SpotifyPlatform.Tables.Deriving;

/// <summary>The state of a derived table, for status and readiness.</summary>
/// <param name="WantedId">The id that the table should have, or null while an input is missing.</param>
/// <param name="UnitsDone">Of <paramref name="Units"/>, by all instances.</param>
/// <param name="Detail">What is waited for, why it was refused, or what is pinned.</param>
public sealed record DerivedStatus(DerivedState State, string? WantedId, int UnitsDone, int Units, string? Detail)
{
    /// <summary>Rows of the source that this instance has done of its unit.</summary>
    public long Rows { get; init; }

    /// <summary>Rows a second of this instance.</summary>
    public double RowsPerSecond { get; init; }

    /// <summary>Until the table is built, where the rows of the sources are known.</summary>
    public TimeSpan? Left { get; init; }

    /// <summary>The generation, when the call that answered so made it current.</summary>
    public TableStore.Manifest? Published { get; init; }
}

public enum DerivedState
{
    /// <summary>The wanted generation is current.</summary>
    Current,

    /// <summary>An input is missing.</summary>
    Waiting,

    /// <summary>An input that was announced is not there any more, is another file by now, or is a table with damage; or this table's pointer is damaged.</summary>
    InputUnusable,

    /// <summary>Units are being built.</summary>
    Building,

    /// <summary>The inputs cannot be read; another file or option is tried.</summary>
    Refused,

    /// <summary>Another generation is pinned; the wanted one is built and not published.</summary>
    Pinned,

    /// <summary>The current generation is of a newer input or a newer program; what this instance would build is old.</summary>
    Overtaken,
}
