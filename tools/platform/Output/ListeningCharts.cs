using System.Globalization;
using System.Text;
using Spectre.Console;
using SpotifyPlatform.Contracts.Listening.V1;

namespace SpotifyPlatform.Platform.Output;

/// <summary>Answers about listening as charts of characters.</summary>
internal static class ListeningCharts
{
    private const int DaysOfWeek = 7;
    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static void Write(GetWeekdayHoursResponse answer)
    {
        var cells = answer.Hours.ToDictionary(hour => (hour.Dow, hour.Hour), hour => hour.MsPlayed);
        var most = cells.Values.DefaultIfEmpty().Max();
        Line(ListeningText.Period(answer.Period));
        Line("     " + string.Concat(Enumerable.Range(0, 24).Select(hour => hour % 3 == 0 ? hour.ToString("00", CultureInfo.InvariantCulture) : "  ")) + "   time");
        for (var day = 0; day < DaysOfWeek; day++)
        {
            var row = Enumerable.Range(0, 24).Select(hour => cells.GetValueOrDefault((day, hour))).ToList();
            Line($"{Days[day]}  {string.Concat(row.Select(ms => new string(ListeningText.Shade(ms, most), 2)))}   {ListeningText.Hours(row.Sum())}");
        }
    }

    public static void Write(GetOverTimeResponse answer)
    {
        var byDay = answer.Bucket == TimeBucket.Day;
        var most = answer.Points.Concat(answer.Previous).Select(point => byDay ? Math.Min(point.MsPlayed, ListeningText.DayMs) : point.MsPlayed).DefaultIfEmpty().Max();
        var table = new Table().Title(ListeningText.Period(answer.Period)).RoundedBorder().AddColumns(answer.Bucket.ToString().ToLowerInvariant());
        foreach (var name in new[] { "plays", "time" })
            table.AddColumn(new TableColumn(name).RightAligned());
        table.AddColumn("").AddColumn(new TableColumn("first plays").RightAligned());
        foreach (var point in answer.Points)
        {
            table.AddRow(
                ListeningText.Cell(point.StartDate), ListeningText.Cell(ListeningText.Number(point.Plays)),
                ListeningText.Cell(byDay ? ListeningText.HoursOfDay(point.MsPlayed) : ListeningText.Hours(point.MsPlayed)),
                ListeningText.Cell(ListeningText.Bar(point.MsPlayed, most)), ListeningText.Cell(ListeningText.Number(point.NewPlays)));
        }

        AnsiConsole.Write(table);
        if (answer.Previous.Count > 0)
            Line($"before: {ListeningText.Number(answer.Previous.Sum(point => point.Plays))} plays, {ListeningText.Hours(answer.Previous.Sum(point => point.MsPlayed))}");
    }

    /// <summary>A line of weeks a weekday, a block a year.</summary>
    public static void Write(GetCalendarResponse answer)
    {
        var days = answer.Days.ToDictionary(day => DateOnly.ParseExact(day.Date, "yyyy-MM-dd", CultureInfo.InvariantCulture), day => Math.Min(day.MsPlayed, ListeningText.DayMs));
        var most = days.Values.DefaultIfEmpty().Max();
        Line(ListeningText.Period(answer.Period));
        foreach (var year in days.Keys.Select(day => day.Year).Distinct().Order())
        {
            Line(year.ToString(CultureInfo.InvariantCulture));
            var first = new DateOnly(year, 1, 1);
            var monday = first.AddDays(-(((int)first.DayOfWeek + 6) % DaysOfWeek));
            for (var row = 0; row < DaysOfWeek; row++)
                Line($"{Days[row]}  {Weeks(monday.AddDays(row), year, days, most)}");
        }

        Line($"longest streak: {ListeningText.Number(answer.LongestStreak)} days; current: {ListeningText.Number(answer.CurrentStreak)}");
    }

    private static string Weeks(DateOnly day, int year, Dictionary<DateOnly, long> days, long most)
    {
        var line = new StringBuilder();
        for (; day.Year <= year; day = day.AddDays(DaysOfWeek))
            line.Append(day.Year < year ? ' ' : ListeningText.Shade(days.GetValueOrDefault(day), most));
        return line.ToString();
    }

    private static void Line(string text) => AnsiConsole.WriteLine(text);
}
