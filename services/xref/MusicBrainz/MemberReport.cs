using System.Globalization;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>Counts of the lines of one member of a dump.</summary>
internal sealed class MemberReport(string member)
{
    private readonly SortedDictionary<string, long> bad = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> positions = new(StringComparer.Ordinal);

    public string Member { get; } = member;

    /// <summary>Lines without the end marker.</summary>
    public long Lines { get; private set; }

    /// <summary>Invalid lines by reason.</summary>
    public IReadOnlyDictionary<string, long> Bad => bad;

    public long BadLines { get; private set; }

    /// <summary>The first invalid line, from 1; 0 when there is none.</summary>
    public long FirstBadLine { get; private set; }

    /// <summary>The first lines of a reason.</summary>
    public IReadOnlyList<string> PositionsOf(string reason) => positions.GetValueOrDefault(reason) ?? [];

    /// <summary>Counts a line.</summary>
    /// <param name="problem">Null when the line is valid.</param>
    public void Count(string? problem)
    {
        Lines++;
        if (problem is null)
            return;
        BadLines++;
        bad[problem] = bad.GetValueOrDefault(problem) + 1;
        if (FirstBadLine == 0)
            FirstBadLine = Lines;
        if (!positions.TryGetValue(problem, out var at))
            positions.Add(problem, at = []);
        if (at.Count < TableWriter.MaxPositions)
            at.Add(string.Create(CultureInfo.InvariantCulture, $"{Member} line {Lines}"));
    }

    public override string ToString() =>
        BadLines == 0
            ? $"{Member}: {Lines} lines"
            : $"{Member}: {Lines} lines, {BadLines} of them invalid ({string.Join(", ", bad.Select(b => $"{b.Value} {b.Key}"))}), first at line {FirstBadLine}";
}

/// <summary>Counts of the lines of a dump.</summary>
internal sealed record DumpReport(IReadOnlyList<MemberReport> Members)
{
    /// <summary>Puts the counts into the manifest of what the lines became.</summary>
    public void CountIn(TableWriter writer)
    {
        foreach (var member in Members)
        {
            var name = Path.GetFileName(member.Member);
            writer.Count($"{name}_lines", member.Lines);
            foreach (var (reason, lines) in member.Bad)
                writer.LeaveOut($"{name}/{reason}", lines, member.PositionsOf(reason));
        }
    }

    public override string ToString() => string.Join(". ", Members);
}
