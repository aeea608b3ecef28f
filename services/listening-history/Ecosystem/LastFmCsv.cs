using System.Globalization;

namespace SpotifyPlatform.ListeningHistory.Ecosystem;

/// <summary>
/// Last.fm has no export of its own; these are the tables of the exporters that people use: <c>artist,album,title,22 Mar 2021 16:55</c>
/// without names (lastfm-to-csv), and tables with names, where time is <c>uts</c> in seconds, a date in milliseconds or a text, separated
/// by commas or semicolons (lastfm export, lastfmstats). Times are UTC.
/// </summary>
internal static class LastFmCsv
{
    private const long FirstMilliseconds = 100_000_000_000;

    private static readonly string[] TimeFormats =
        ["dd MMM yyyy HH:mm", "d MMM yyyy HH:mm", "dd MMM yyyy, HH:mm", "d MMM yyyy, HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    public static IEnumerable<ScrobbleRow> Read(TextReader text)
    {
        Columns? columns = null;
        char? separator = null;
        foreach (var line in BoundedLines.Read(text))
        {
            if (string.IsNullOrWhiteSpace(line.Text))
                continue;
            separator ??= Separator(line.Text);
            var cells = CsvCells.Split(line.Text.TrimEnd('\r').TrimStart('\uFEFF'), separator.Value);
            if (columns is null)
            {
                columns = Columns.FromNames(cells);
                if (columns is not null)
                    continue;
                columns = Columns.WithoutNames;
            }

            yield return line.IsWhole ? Read(cells, columns) : ScrobbleRow.Invalid("it is longer than a listen can be");
        }
    }

    private static ScrobbleRow Read(List<string> cells, Columns columns)
    {
        if (cells.Count <= Math.Max(columns.Time, Math.Max(columns.Artist, columns.Track)))
            return ScrobbleRow.Invalid($"it has {cells.Count} cells");
        if (Time(cells[columns.Time]) is not { } at)
            return ScrobbleRow.Invalid("its time cannot be read");
        var album = columns.Album >= 0 && columns.Album < cells.Count ? cells[columns.Album] : "";
        return ScrobbleRow.Of(new Scrobble(at, cells[columns.Artist], cells[columns.Track], album.Length > 0 ? album : null, null, null, null));
    }

    private static long? Time(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number >= FirstMilliseconds ? number / 1000 : number;
        return DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time.ToUnixTimeSeconds()
            : null;
    }

    private static char Separator(string line) => line.Count(c => c == ';') > line.Count(c => c == ',') ? ';' : ',';

    /// <summary>The column of each value; -1 if there is no album.</summary>
    private sealed record Columns(int Time, int Artist, int Album, int Track)
    {
        public static readonly Columns WithoutNames = new(3, 0, 1, 2);

        private static readonly string[] TimeNames = ["uts", "timestamp", "date", "utc_time", "time"];
        private static readonly string[] TrackNames = ["track", "title", "track_name", "name"];
        private static readonly string[] ArtistNames = ["artist", "artist_name"];
        private static readonly string[] AlbumNames = ["album", "album_name"];

        /// <summary>Null where the cells are not names.</summary>
        public static Columns? FromNames(List<string> cells)
        {
            // lastfmstats writes the user's name behind that of the time: "Date#somebody".
            var names = cells.Select(cell => cell.Split('#')[0].Trim().ToLowerInvariant()).ToList();
            int Find(string[] known) => known.Select(name => names.IndexOf(name)).Where(at => at >= 0).DefaultIfEmpty(-1).First();
            var columns = new Columns(Find(TimeNames), Find(ArtistNames), Find(AlbumNames), Find(TrackNames));
            return columns is { Time: >= 0, Artist: >= 0, Track: >= 0 } ? columns : null;
        }
    }
}
