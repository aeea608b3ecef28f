namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>How the rows of one member of a dump were read.</summary>
internal sealed class TableReport(string member)
{
    private readonly SortedDictionary<string, long> bad = new(StringComparer.Ordinal);

    public string Member { get; } = member;

    /// <summary>Lines, without the end marker.</summary>
    public long Lines { get; private set; }

    /// <summary>Lines that are no row, by reason.</summary>
    public IReadOnlyDictionary<string, long> Bad => bad;

    public long BadLines { get; private set; }

    /// <summary>The first line that is no row, from 1, or 0.</summary>
    public long FirstBadLine { get; private set; }

    /// <summary>Counts a line.</summary>
    /// <param name="fault">Null when it was read.</param>
    public void Count(string? fault)
    {
        Lines++;
        if (fault is null)
            return;
        BadLines++;
        bad[fault] = bad.GetValueOrDefault(fault) + 1;
        if (FirstBadLine == 0)
            FirstBadLine = Lines;
    }

    public override string ToString() =>
        BadLines == 0
            ? $"{Member}: {Lines} lines"
            : $"{Member}: {Lines} lines, {BadLines} of them no row ({string.Join(", ", bad.Select(b => $"{b.Value} {b.Key}"))}), first at line {FirstBadLine}";
}

/// <summary>How a dump was read.</summary>
internal sealed record DumpReport(TableReport Isrcs, TableReport Recordings);
