using System.Globalization;
using Google.Protobuf;
using Spectre.Console;
using SpotifyPlatform.Contracts.Listening.V1;

namespace SpotifyPlatform.Platform.Output;

/// <summary>Answers about listening as tables for people.</summary>
internal static class ListeningTables
{
    public static void Write(GetSummaryResponse answer)
    {
        var table = Started(answer.Period).AddColumns("").AddColumn(Right("now"));
        if (answer.Previous is not null)
            table.AddColumn(Right("before")).AddColumn(Right("change"));
        foreach (var (name, value, isTime) in Figures(answer.Summary))
        {
            var before = answer.Previous is null ? (long?)null : Figures(answer.Previous).Single(figure => figure.Name == name).Value;
            string[] cells = [name, Shown(value, isTime), .. before is { } old ? new[] { Shown(old, isTime), Change(value, old) } : []];
            table.AddRow(cells.Select(ListeningText.Cell));
        }

        AnsiConsole.Write(table);
    }

    public static void WriteTop(IMessage answer)
    {
        switch (answer)
        {
            case ListTopTracksResponse tracks:
                WriteTop(tracks.Period, ["track", "artist", "album"], tracks.Tracks.Select(t => new Line([t.TrackName, t.ArtistName, t.AlbumName], t.Rank, t.Plays, t.MsPlayed, t.HasPreviousRank ? t.PreviousRank : null)));
                break;
            case ListTopAlbumsResponse albums:
                WriteTop(albums.Period, ["album", "artist"], albums.Albums.Select(a => new Line([a.AlbumName, a.ArtistName], a.Rank, a.Plays, a.MsPlayed, a.HasPreviousRank ? a.PreviousRank : null)));
                break;
            case ListTopArtistsResponse artists:
                WriteTop(artists.Period, ["artist"], artists.Artists.Select(a => new Line([a.ArtistName], a.Rank, a.Plays, a.MsPlayed, a.HasPreviousRank ? a.PreviousRank : null)));
                break;
        }
    }

    public static void Write(ListGenresResponse answer) =>
        WriteShares(answer.Period, "genre", answer.Genres.Select(g => (g.Genre.Length > 0 ? g.Genre : "(not known)", g.Plays, g.MsPlayed)));

    public static void Write(GetReleaseYearsResponse answer) => WriteShares(
        answer.Period, "decade",
        answer.Years.GroupBy(year => year.HasReleaseDecade ? $"{year.ReleaseDecade}s" : "(not known)")
            .Select(decade => (decade.Key, decade.Sum(year => year.Plays), decade.Sum(year => year.MsPlayed))));

    public static void Write(GetPopularityResponse answer) => WriteShares(
        answer.Period, "popularity",
        answer.Shares.Select(s => (s.HasPopularityFrom ? $"{s.PopularityFrom} to {(s.PopularityFrom == 90 ? 100 : s.PopularityFrom + 9)}" : "(not known)", s.Plays, s.MsPlayed)));

    public static void Write(ListSessionsResponse answer)
    {
        var table = Started(answer.Period).AddColumns("from (UTC)", "to (UTC)").AddColumn(Right("minutes")).AddColumn(Right("heard")).AddColumn(Right("plays")).AddColumn(Right("artists"));
        foreach (var s in answer.Sessions)
            table.AddRow(Cells(Minute(s.StartedAtUtc), Minute(s.EndedAtUtc), ListeningText.Number((long)s.Minutes), ListeningText.Hours(s.MsPlayed), ListeningText.Number(s.Plays), ListeningText.Number(s.Artists)));
        AnsiConsole.Write(table);
        WriteShares(answer.Period, "minutes", answer.Lengths.Select(length => ($"from {length.MinutesFrom}", length.Sessions, length.MsPlayed)), "sessions");
    }

    public static void Write(GetDiscoveryResponse answer)
    {
        var table = Started(answer.Period).AddColumns("month").AddColumn(Right("new artists")).AddColumn(Right("new tracks")).AddColumn(Right("plays")).AddColumn("new of plays");
        foreach (var m in answer.Months)
            table.AddRow(Cells(m.YearMonth, ListeningText.Number(m.NewArtists), ListeningText.Number(m.NewTracks), ListeningText.Number(m.Plays), ListeningText.Bar(m.Plays - m.RepeatPlays, m.Plays)));
        AnsiConsole.Write(table);
    }

    public static void Write(ListSkipsResponse answer)
    {
        WriteSkips(answer.Period, "artist", answer.Artists.Select(a => (a.ArtistName, a.Starts, a.Skips, a.Completed)));
        WriteSkips(answer.Period, "started by", answer.Reasons.Select(r => (r.ReasonStart.Length > 0 ? r.ReasonStart : "(not known)", r.Starts, r.Skips, r.Completed)));
    }

    private static void WriteTop(InsightPeriod period, string[] names, IEnumerable<Line> lines)
    {
        var all = lines.ToList();
        var most = all.Select(line => line.Ms).DefaultIfEmpty().Max();
        var table = Started(period).AddColumn(Right("#")).AddColumns(names).AddColumn(Right("plays")).AddColumn(Right("time")).AddColumn("").AddColumn(Right("before"));
        foreach (var line in all)
        {
            var before = period.PreviousFrom.Length == 0 ? "" : line.PreviousRank is { } rank ? Moved(rank, line.Rank) : "new";
            table.AddRow(Cells([ListeningText.Number(line.Rank), .. line.Names, ListeningText.Number(line.Plays), ListeningText.Hours(line.Ms), ListeningText.Bar(line.Ms, most), before]));
        }

        AnsiConsole.Write(table);
    }

    private static void WriteShares(InsightPeriod period, string name, IEnumerable<(string Name, long Count, long Ms)> shares, string counted = "plays")
    {
        var all = shares.ToList();
        var most = all.Select(share => share.Ms).DefaultIfEmpty().Max();
        var table = Started(period).AddColumns(name).AddColumn(Right(counted)).AddColumn(Right("time")).AddColumn("");
        foreach (var share in all)
            table.AddRow(Cells(share.Name, ListeningText.Number(share.Count), ListeningText.Hours(share.Ms), ListeningText.Bar(share.Ms, most)));
        AnsiConsole.Write(table);
    }

    private static void WriteSkips(InsightPeriod period, string name, IEnumerable<(string Name, long Starts, long Skips, long Completed)> lines)
    {
        var table = Started(period).AddColumns(name).AddColumn(Right("starts")).AddColumn(Right("skipped")).AddColumn("of starts").AddColumn(Right("played to the end"));
        foreach (var line in lines)
            table.AddRow(Cells(line.Name, ListeningText.Number(line.Starts), ListeningText.Number(line.Skips), ListeningText.Bar(line.Skips, line.Starts), ListeningText.Number(line.Completed)));
        AnsiConsole.Write(table);
    }

    private static (string Name, long Value, bool IsTime)[] Figures(Summary s) =>
    [
        ("time", s.MsPlayed, true), ("plays", s.Plays, false), ("days with a play", s.Days, false), ("artists", s.Artists, false), ("of them new", s.NewArtists, false),
        ("tracks", s.Tracks, false), ("new tracks", s.NewTracks, false), ("albums", s.Albums, false),
    ];

    private static Table Started(InsightPeriod period) => new Table().Title(ListeningText.Period(period)).RoundedBorder();

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();

    private static IEnumerable<Text> Cells(params string[] cells) => cells.Select(ListeningText.Cell);

    private static string Shown(long value, bool isTime) => isTime ? ListeningText.Hours(value) : ListeningText.Number(value);

    private static string Change(long value, long old) => old == 0 ? "" : ((value - old) / (double)old).ToString("+0 %;-0 %;0 %", CultureInfo.InvariantCulture);

    private static string Moved(long before, long now) => before == now ? $"{now} =" : before > now ? $"{before} ▲" : $"{before} ▼";

    private static string Minute(string time) => time[..16].Replace('T', ' ');

    private sealed record Line(string[] Names, long Rank, long Plays, long Ms, long? PreviousRank);
}
