using System.Globalization;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Consumers;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Tests.Support;

namespace SpotifyPlatform.ListeningHistory.Tests.Consumers;

/// <summary>10,000 generated plays, each polled, exported or both, in every overlap: no double, no loss.</summary>
public sealed class OverlapTests : IDisposable
{
    private const int Plays = 10_000;
    private static readonly DateTimeOffset First = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ListeningWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(0, 1)] // polls first
    [InlineData(1, 2)] // exports first
    [InlineData(2, 3)] // polls and exports in turn
    public async Task Plays_PolledAndExported_AreEachCountedOnce(int order, int seed)
    {
        var random = new Random(seed);
        var plays = new List<Play>();
        var song = 0;
        for (var at = First; plays.Count < Plays; at += TimeSpan.FromSeconds(65 + random.Next(300)))
        {
            // One in five in the export alone, one in five polled alone, the rest both. A poll names the end up to 28 s off; what is left of the gap is over 30 s, so that every play counts.
            var kind = random.Next(5);
            // Few songs, so that the same one comes again soon after, but not at once: which of two plays an answer means would be open then.
            song = (song + 1 + random.Next(11)) % 12;
            plays.Add(new Play(at, song, IsPolled: kind != 0, IsExported: kind != 1, random.Next(-1000, 28_000)));
        }

        var polls = plays.Where(play => play.IsPolled).Chunk(900).Select((chunk, number) => (Func<Task>)(() => PollAsync(chunk, overlap: number > 0))).ToList();
        // Files overlap by 200 rows.
        var exported = plays.Where(play => play.IsExported).ToList();
        var exports = Enumerable.Range(0, (exported.Count + 1999) / 2000)
            .Select(file => (Func<Task>)(() => world.ImportAsync(world.Write($"Streaming_History_Audio_{file}.json", [.. exported.Skip(Math.Max(0, (file * 2000) - 200)).Take(file == 0 ? 2000 : 2200).Select(Row)]))))
            .ToList();
        foreach (var step in order switch { 0 => polls.Concat(exports), 1 => exports.Concat(polls), _ => Interleave(polls, exports) })
            await step();

        var counted = world.Rows().Where(row => row.Counts).ToList();
        Assert.Equal(plays.Where(play => play.IsExported).Select(play => (play.At, play.Song)), Times(counted.Where(row => row.Source == PlaySource.Extended)));
        Assert.Equal(
            plays.Where(play => !play.IsExported).Select(play => (play.PolledAt, play.Song)).Order(), Times(counted.Where(row => row.Source == PlaySource.Api)).Order());
        Assert.Equal(plays.Where(play => play is { IsExported: true, IsPolled: true }).Select(play => play.At), counted.Where(row => row is { Source: PlaySource.Extended, ContextType: "playlist" }).Select(row => Utc(row.TsUtc)));
        // Another account has none of them.
        Assert.Empty(world.Rows("another"));
    }

    private static IEnumerable<(DateTimeOffset, int)> Times(IEnumerable<PlayRow> rows) =>
        rows.Select(row => (Utc(row.TsUtc), int.Parse(row.TrackName!.AsSpan(5), CultureInfo.InvariantCulture)));

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static IEnumerable<Func<Task>> Interleave(List<Func<Task>> polls, List<Func<Task>> exports)
    {
        for (var i = 0; i < Math.Max(polls.Count, exports.Count); i++)
        {
            if (i < polls.Count)
                yield return polls[i];
            if (i < exports.Count)
                yield return exports[exports.Count - 1 - i];
        }
    }

    /// <param name="overlap">Whether the first plays come again, as polls overlap.</param>
    private async Task PollAsync(IReadOnlyList<Play> plays, bool overlap)
    {
        var consumer = new PlaysObservedConsumer(world.Stores, [world.Changes]);
        for (var time = overlap ? 0 : 1; time < 2; time++)
        {
            var message = new PlaysObserved { Account = "me" };
            message.Plays.AddRange(plays.Take(time == 0 ? 50 : plays.Count).Select(play => new ObservedPlay
            {
                PlayedAtMs = play.PolledAt.ToUnixTimeMilliseconds(), TrackUri = ExportRow.Uri(play.Song), TrackName = $"Song {play.Song}", ArtistName = "Invented Band", AlbumName = "Album",
                DurationMs = 181_000, ContextType = "playlist", ContextUri = "spotify:playlist:x",
            }));
            Assert.Null(await consumer.HandleAsync(message, CancellationToken.None));
        }
    }

    private static ExportRow Row(Play play) => ExportRow.Extended(play.At.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), 31_000, play.Song);

    /// <param name="At">The end, as exports state it.</param>
    private sealed record Play(DateTimeOffset At, int Song, bool IsPolled, bool IsExported, int OffsetMs)
    {
        public DateTimeOffset PolledAt => At.AddMilliseconds(OffsetMs);
    }
}
