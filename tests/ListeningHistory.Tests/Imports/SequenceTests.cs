using System.Globalization;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Tests.Support;

namespace SpotifyPlatform.ListeningHistory.Tests.Imports;

/// <summary>Imports, overlaps and undo in any order end in the rows that the files of the imports left over have.</summary>
public sealed class SequenceTests
{
    private const int Operations = 8;
    private static readonly string[] FileNames =
    [
        "Streaming_History_Audio_1.json", "Streaming_History_Audio_2.json", "endsong_0.json", "StreamingHistory0.json", "StreamingHistory1.json",
        "new/StreamingHistory_music_0.json",
    ];

    /// <summary>SPOTIFYPLATFORM_SEQUENCES sets how many seeds are tried; 1,000 take some minutes.</summary>
    public static int Sequences => int.TryParse(Environment.GetEnvironmentVariable("SPOTIFYPLATFORM_SEQUENCES"), CultureInfo.InvariantCulture, out var count) ? count : 20;

    [Fact]
    public async Task Imports_UndoneAndRepeatedInAnyOrder_EndInTheRowsOfTheFilesThatAreLeft()
    {
        for (var seed = 1; seed <= Sequences; seed++)
            await RunAsync(seed);
    }

    private static async Task RunAsync(int seed)
    {
        using var world = new ListeningWorld();
        var random = new Random(seed);
        var files = Generate(random);
        foreach (var (name, rows) in files)
            world.Write(name, [.. rows.Select(row => row.Row)]);
        var imports = new Dictionary<long, List<string>>();
        for (var operation = 0; operation < Operations; operation++)
        {
            if (imports.Count > 0 && random.Next(3) == 0)
            {
                var undone = imports.Keys.ElementAt(random.Next(imports.Count));
                Assert.True(await world.Imports.UndoAsync(world.Account, undone, CancellationToken.None));
                imports.Remove(undone);
                continue;
            }

            var chosen = FileNames.Where(_ => random.Next(3) == 0).ToList();
            if (chosen.Count == 0)
                continue;
            var report = await world.ImportAsync([.. chosen.Select(name => Path.Combine(world.InputFolder, name))]);
            var isNew = chosen.Exists(name => files[name].Count > 0 && !imports.Values.Any(import => import.Contains(name)));
            Assert.True(isNew == report.ImportId is not null, $"Seed {seed}: an import of {string.Join(", ", chosen)} was {(isNew ? "not " : "")}recorded.");
            if (report.ImportId is { } id)
                imports[id] = chosen;
        }

        var expected = Expected(files, imports.Values).Order(StringComparer.Ordinal);
        var found = world.Rows().Select(Text).Order(StringComparer.Ordinal).ToList();
        Assert.True(expected.SequenceEqual(found), $"Seed {seed}:\nexpected\n{string.Join('\n', expected)}\nfound\n{string.Join('\n', found)}");
    }

    /// <summary>Few times and songs, so that files overlap, repeat rows and cover one another.</summary>
    private static Dictionary<string, List<Sample>> Generate(Random random) => FileNames.ToDictionary(
        name => name,
        name => Enumerable.Range(0, random.Next(1, 9)).Select(row => NewSample(random, IsShort(name), row == 0 ? 50_000 + Array.IndexOf(FileNames, name) : null)).ToList());

    /// <param name="msPlayed">Given for the first row of a file, so that no two files are equal: equal files are one.</param>
    private static Sample NewSample(Random random, bool isShort, long? msPlayed)
    {
        var (hour, minute, song, ms) = (random.Next(2, 6), random.Next(2), random.Next(1, 3), msPlayed ?? (random.Next(2) == 0 ? 40_000L : 5_000L));
        var time = new DateTime(2024, 1, 1, hour, minute, 0, DateTimeKind.Utc);
        return isShort
            ? new Sample(time, song, ms, ExportRow.Short(time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), ms, song))
            : new Sample(time, song, ms, ExportRow.Extended(time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), ms, song));
    }

    private static IEnumerable<string> Expected(Dictionary<string, List<Sample>> files, IEnumerable<List<string>> imports)
    {
        var active = imports.SelectMany(names => names).Distinct().ToList();
        var extended = active.Where(name => !IsShort(name)).ToList();
        var spans = extended.Select(name => (First: files[name].Min(row => row.Time), Last: files[name].Max(row => row.Time))).ToList();
        foreach (var row in extended.SelectMany(name => files[name]).DistinctBy(row => (row.Time, row.Song, row.Ms)))
            yield return Line(row, PlaySource.Extended, row.Ms >= 30_000 ? PlayOutcome.Play : PlayOutcome.TooShort);

        // StreamingHistory0 and StreamingHistory1 are one list where they are imported together.
        var lists = imports.SelectMany(names => names.Where(IsShort).GroupBy(name => name.StartsWith("new/", StringComparison.Ordinal)).Select(list => list.SelectMany(name => files[name]).ToList()));
        foreach (var plays in lists.SelectMany(list => list.GroupBy(row => (row.Time, row.Song, row.Ms))).GroupBy(group => group.Key))
        {
            var row = plays.First().First();
            var outcome = spans.Exists(span => span.First <= row.Time && row.Time <= span.Last) ? PlayOutcome.Superseded
                : row.Ms >= 30_000 ? PlayOutcome.Play : PlayOutcome.TooShort;
            for (var time = 0; time < plays.Max(group => group.Count()); time++)
                yield return Line(row, PlaySource.AccountData, outcome);
        }
    }

    private static bool IsShort(string name) => name.Contains("StreamingHistory", StringComparison.Ordinal);

    private static string Line(Sample row, PlaySource source, PlayOutcome outcome) => $"{row.Time:s} Song {row.Song} {row.Ms} {source} {outcome}";

    private static string Text(PlayRow row) => $"{row.TsUtc:s} {row.TrackName} {row.MsPlayed} {row.Source} {row.Outcome}";

    private sealed record Sample(DateTime Time, int Song, long Ms, ExportRow Row);
}
