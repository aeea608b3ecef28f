using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Tests.Publishing;

/// <summary>Rows as an import gives them: sessions over two years, tracks on several albums, skips, podcasts, private and suspected rows.</summary>
internal static class SeededPlays
{
    public const string TimeZone = "Europe/Madrid";

    private static readonly string[] ReasonsStart = ["trackdone", "clickrow", "fwdbtn"];
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    public static AccountName Account { get; } = AccountName.Parse("ada");

    public static List<PlayRow> Create(int count, int seed, int artists = 40)
    {
        var random = new Random(seed);
        var rows = new List<PlayRow>(count);
        var clock = new DateTime(2023, 1, 2, 7, 0, 0, DateTimeKind.Utc);
        while (rows.Count < count)
        {
            clock = clock.AddMinutes(random.Next(20, 90 * 60));
            for (var left = random.Next(1, 20); left > 0 && rows.Count < count; left--)
            {
                var row = Row(rows.Count, clock, random, artists);
                rows.Add(row);
                clock = row.TsUtc.AddSeconds(random.Next(0, 40));
            }
        }

        return rows;
    }

    /// <summary>The id of a made track: <paramref name="number"/> in base62's digits.</summary>
    public static string Uri(int number) => $"spotify:track:{number:D22}";

    private static PlayRow Row(int id, DateTime start, Random random, int artists)
    {
        var track = (int)(artists * 5 * Math.Pow(random.NextDouble(), 2));
        var ms = random.Next(10) < 3 ? random.Next(0, 30_000) : random.Next(30_000, 400_000);
        var end = new DateTime(start.AddMilliseconds(ms).Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        var podcast = random.Next(30) == 0;
        var skipped = random.Next(5) == 0;
        var local = TimeZoneInfo.ConvertTimeFromUtc(end, Zone);
        return new PlayRow
        {
            PlayId = id + 1,
            Account = Account,
            TsUtc = end,
            Local = new LocalTime(DateOnly.FromDateTime(local), local.Hour),
            StartedAtUtc = start,
            MsPlayed = ms,
            TrackName = podcast ? "Episode" : $"Song {track}",
            ArtistName = podcast ? "Show" : $"Artist {track / 5}",
            AlbumName = podcast ? null : random.Next(4) == 0 ? $"Single {track}" : $"Album {track / 5}",
            SpotifyTrackUri = podcast ? "spotify:episode:0000000000000000000001" : random.Next(40) == 0 ? null : Uri(track),
            ContentKind = podcast ? ContentKind.Podcast : ContentKind.Music,
            Platform = "android",
            ConnCountry = "ES",
            ReasonStart = random.Next(20) == 0 ? null : ReasonsStart[random.Next(3)],
            ReasonEnd = skipped ? "fwdbtn" : "trackdone",
            Shuffle = random.Next(2) == 0,
            Skipped = skipped,
            Offline = false,
            IncognitoMode = random.Next(20) switch { 0 => true, 1 => null, _ => false },
            SuspectedDuplicate = random.Next(50) == 0,
            Source = PlaySource.Extended,
            ImportId = 1,
            Outcome = podcast ? PlayOutcome.Podcast : ms >= 30_000 ? PlayOutcome.Play : PlayOutcome.TooShort,
        };
    }
}
