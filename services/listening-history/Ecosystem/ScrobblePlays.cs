using System.Text;
using SpotifyPlatform.ListeningHistory.Exports.Parsing;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Ecosystem;

/// <summary>Scrobbles as plays. The time played is what the service says, else estimated.</summary>
internal static class ScrobblePlays
{
    /// <summary>Services record a scrobble after half of a track or four minutes, so a longer gap says nothing about its length.</summary>
    private const long LongestGuessMs = 4 * 60 * 1000;

    /// <summary>Services accept nothing shorter.</summary>
    private const long ShortestMs = 30_000;
    private const long LongestMs = 24L * 3600 * 1000;
    private const long MsPerSecond = 1000;

    /// <summary>In the order of time.</summary>
    public static ParsedPlay[] Create(IReadOnlyList<Scrobble> scrobbles)
    {
        var titles = new TitleTable();
        var sorted = scrobbles.OrderBy(scrobble => scrobble.ListenedAt).ToList();
        var plays = new ParsedPlay[sorted.Count];
        for (var i = 0; i < plays.Length; i++)
        {
            var ms = PlayedMs(sorted[i], i + 1 < sorted.Count ? sorted[i + 1].ListenedAt : null);
            plays[i] = new ParsedPlay
            {
                Ts = sorted[i].ListenedAt + (ms / MsPerSecond),
                MsPlayed = ms,
                OfflineTimestampMs = sorted[i].ListenedAt * MsPerSecond,
                Title = Title(titles, sorted[i]),
                Index = i,
                Source = PlaySource.Scrobble,
            };
        }

        return plays;
    }

    private static long PlayedMs(Scrobble scrobble, long? next)
    {
        if (scrobble.PlayedMs is > 0 and <= LongestMs)
            return scrobble.PlayedMs.Value;
        var silence = next is null ? long.MaxValue : (next.Value - scrobble.ListenedAt) * MsPerSecond;
        var length = scrobble.DurationMs is > 0 and <= LongestMs ? scrobble.DurationMs.Value : LongestGuessMs;
        return Math.Max(ShortestMs, Math.Min(length, silence));
    }

    private static Title Title(TitleTable titles, Scrobble scrobble) => titles.Get(
        PlayKind.Music,
        PlaySource.Scrobble,
        new TitleBytes
        {
            Name = Encoding.UTF8.GetBytes(scrobble.Track),
            Artist = Encoding.UTF8.GetBytes(scrobble.Artist),
            Album = Encoding.UTF8.GetBytes(scrobble.Album ?? ""),
            Uri = Encoding.UTF8.GetBytes(scrobble.SpotifyTrackUri ?? ""),
        })!;
}
