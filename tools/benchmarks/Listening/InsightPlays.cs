using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Publishing;
using SpotifyPlatform.ListeningHistory.Store;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Benchmarks.Listening;

/// <summary>
/// Ten years of one person's rows in memory: sessions, a few loved tracks and a long tail, half as many short starts as plays. The same
/// seed gives the same rows.
/// </summary>
internal sealed class InsightPlays(string folder, int plays, int seed) : IListeningStore, ITrackMetadataSource
{
    private const int Tracks = 30_000;
    private const int TracksOfArtist = 10;
    private static readonly string[] Genres = ["rock", "pop", "jazz", "metal", "techno", "folk", "hip hop", "ambient", "soul", "punk"];
    private static readonly string[] Starts = ["trackdone", "clickrow", "fwdbtn", "appload", "playbtn"];

    public AccountName Account => AccountName.Default;

    public string Folder { get; } = Directory.CreateDirectory(Path.Combine(folder, AccountName.Default.Value)).FullName;

    public long Revision => seed;

    public AccountSettings Settings { get; } = new("Europe/Berlin", 30_000, CountsShortTracks: false, DatesByStart: false);

    public IEnumerable<PlayRow> ReadRows(CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var clock = new DateTime(2015, 1, 1, 6, 0, 0, DateTimeKind.Utc);
        var gapMinutes = 10 * 365.25 * 24 * 60 / (plays / 10.0);
        for (int counted = 0, id = 0; counted < plays;)
        {
            clock = clock.AddMinutes(gapMinutes * random.NextDouble() * 1.4);
            for (var left = random.Next(5, 25); left > 0 && counted < plays; left--)
            {
                var row = Row(++id, clock, random);
                counted += row.Counts ? 1 : 0;
                clock = row.TsUtc.AddSeconds(random.Next(0, 30));
                yield return row;
            }
        }
    }

    /// <summary>Genres are those of the tracks.</summary>
    public Task<IReadOnlyList<ArtistMetadata>> GetArtistsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ArtistMetadata>>([]);

    /// <summary>Nine tracks of ten are known; every fifteenth shares its ISRC with the next.</summary>
    public Task<IReadOnlyList<TrackMetadata>> GetAsync(IReadOnlyCollection<TrackId> tracks, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TrackMetadata>>([.. tracks
            .Select(id => (Id: id, Number: int.Parse(id.ToString(), System.Globalization.CultureInfo.InvariantCulture)))
            .Where(track => track.Number % 10 != 9)
            .Select(track => new TrackMetadata(
                track.Id, $"Track {track.Number}", [($"Artist {track.Number / TracksOfArtist}", null)],
                Isrc.TryParse($"DEA12{(track.Number % 15 == 1 ? track.Number - 1 : track.Number):D7}", out var isrc) ? isrc : null, null, 1960 + track.Number % 65,
                track.Number % 101, false, [Genres[track.Number / TracksOfArtist % 10], Genres[track.Number / TracksOfArtist / 10 % 10]], null))]);

    private PlayRow Row(int id, DateTime start, Random random)
    {
        var track = (int)(Tracks * Math.Pow(random.NextDouble(), 3));
        var isShort = random.Next(3) == 0;
        var ms = isShort ? random.Next(0, 30_000) : random.Next(60_000, 360_000);
        var end = new DateTime(start.AddMilliseconds(ms).Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        var local = end.AddHours(1);
        return new PlayRow
        {
            PlayId = id,
            Account = Account,
            TsUtc = end,
            Local = new LocalTime(DateOnly.FromDateTime(local), local.Hour),
            StartedAtUtc = start,
            MsPlayed = ms,
            TrackName = $"Track {track}",
            ArtistName = $"Artist {track / TracksOfArtist}",
            AlbumName = $"Album {track / TracksOfArtist}",
            SpotifyTrackUri = $"spotify:track:{track:D22}",
            ContentKind = PlayKind.Music,
            Platform = "android",
            ConnCountry = "DE",
            ReasonStart = Starts[random.Next(Starts.Length)],
            ReasonEnd = isShort ? "fwdbtn" : "trackdone",
            Shuffle = random.Next(2) == 0,
            Skipped = isShort,
            Offline = false,
            IncognitoMode = random.Next(100) == 0,
            SuspectedDuplicate = random.Next(500) == 0,
            Source = PlaySource.Extended,
            ImportId = 1,
            Outcome = isShort ? PlayOutcome.TooShort : PlayOutcome.Play,
        };
    }
}
