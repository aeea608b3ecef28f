using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Tables.Generations;

namespace SpotifyPlatform.Tables;

public sealed partial class TableStore
{
    /// <summary>The outcome of publishing a generation.</summary>
    public enum PublishOutcome
    {
        Published,

        /// <summary>The generation was current already, of the same revisions.</summary>
        Unchanged,

        /// <summary>The current generation was made of a newer input or by a newer program; the build stays unpublished.</summary>
        Overtaken,

        /// <summary>Another generation is pinned.</summary>
        Pinned,
    }

    /// <summary>A file of a generation.</summary>
    public sealed record Part
    {
        /// <summary>Within the generation's folder.</summary>
        public required string Name { get; init; }

        /// <summary>Hexadecimal, as the last key.</summary>
        public required string FirstKey { get; init; }

        public required string LastKey { get; init; }

        public required long Rows { get; init; }

        public required long Bytes { get; init; }

        public required string Sha256 { get; init; }
    }

    /// <summary>A generation that is complete: what it was made of and what it holds. It is the same whoever built it and when.</summary>
    public sealed record Manifest
    {
        public required TablePlan Plan { get; init; }

        public required long Rows { get; init; }

        public required long Bytes { get; init; }

        /// <summary>Of the hashes of all parts: equal content has an equal hash, whatever it was made of.</summary>
        public required string ContentSha256 { get; init; }

        /// <summary>Numbers that nobody has to scan for; a bucket of a histogram is named <c>histogram/bucket</c>.</summary>
        public required SortedDictionary<string, long> Counts { get; init; }

        /// <summary>Rows of the sources that are not in the table, by reason.</summary>
        public required SortedDictionary<string, long> LeftOut { get; init; }

        /// <summary>Where the first rows and values were left out, by the name under which they are counted.</summary>
        public SortedDictionary<string, IReadOnlyList<string>> Positions { get; init; } = new(StringComparer.Ordinal);

        /// <summary>In the order of keys.</summary>
        public required IReadOnlyList<Part> Parts { get; init; }

        internal static Manifest Of(TablePlan plan, IReadOnlyList<UnitResult> units)
        {
            var parts = units.SelectMany(unit => unit.Parts).ToList();
            for (var i = 1; i < parts.Count; i++)
                if (string.CompareOrdinal(parts[i - 1].LastKey, parts[i].FirstKey) >= 0)
                    throw new InvalidDataException(
                        $"The units of table {plan.Table} {plan.Id} overlap: {parts[i].Name} begins with key {parts[i].FirstKey}, {parts[i - 1].Name} ends with {parts[i - 1].LastKey}.");
            return new Manifest
            {
                Plan = plan,
                Rows = parts.Sum(part => part.Rows),
                Bytes = parts.Sum(part => part.Bytes),
                ContentSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', parts.Select(part => part.Sha256))))),
                Counts = Sum(units.Select(unit => unit.Counts)),
                LeftOut = Sum(units.Select(unit => unit.LeftOut)),
                Positions = FirstOf(units),
                Parts = parts,
            };
        }

        private static SortedDictionary<string, IReadOnlyList<string>> FirstOf(IReadOnlyList<UnitResult> units)
        {
            var positions = new Positions();
            foreach (var (reason, at) in units.SelectMany(unit => unit.Positions))
                positions.Add(reason, at);
            return positions.All;
        }

        private static SortedDictionary<string, long> Sum(IEnumerable<SortedDictionary<string, long>> numbers) => new(
            numbers.SelectMany(number => number).GroupBy(number => number.Key).ToDictionary(same => same.Key, same => same.Sum(number => number.Value)),
            StringComparer.Ordinal);
    }

    /// <summary>Says which generation is current; the one of the greatest number does. Pointers are never changed, so they are the history too.</summary>
    public sealed record TablePointer
    {
        /// <summary>From 1.</summary>
        public required long Number { get; init; }

        /// <summary>Of the generation.</summary>
        public required string Id { get; init; }

        public required string ContentSha256 { get; init; }

        /// <summary>Of the generation's plan.</summary>
        public int MappingVersion { get; init; }

        /// <summary>Of each input: of a file its announcement's revision, of a table its pointer's number.</summary>
        public required SortedDictionary<string, long> Revisions { get; init => field = new(value, StringComparer.Ordinal); }

        public required string Builder { get; init; }

        public required DateTimeOffset At { get; init; }

        /// <summary>Whether nothing is published until the pin is released.</summary>
        public bool Pinned { get; init; }

        /// <summary>Whether this pointer knows a newer input, or the same inputs as a newer program reads them.</summary>
        internal bool IsAhead(TablePlan plan, SortedDictionary<string, long> revisions)
        {
            var both = Revisions.Where(newest => revisions.ContainsKey(newest.Key)).ToList();
            return both.Exists(newest => newest.Value > revisions[newest.Key])
                || (MappingVersion > plan.MappingVersion && both.TrueForAll(newest => newest.Value == revisions[newest.Key]));
        }
    }
}
