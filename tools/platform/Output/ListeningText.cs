using System.Globalization;
using Spectre.Console;
using SpotifyPlatform.Contracts.Listening.V1;

namespace SpotifyPlatform.Platform.Output;

/// <summary>Figures, bars and names for tables.</summary>
internal static class ListeningText
{
    /// <summary>As much of a day as charts show.</summary>
    public const long DayMs = 24 * 3_600_000;

    private const int BarWidth = 20;
    private const string Eighths = " ▏▎▍▌▋▊▉█";
    private const string Shades = "·░▒▓█";

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Hours and minutes.</summary>
    public static string Hours(long ms) => string.Create(CultureInfo.InvariantCulture, $"{ms / 3_600_000:N0}:{ms / 60_000 % 60:00} h");

    /// <summary>Hours and minutes of one day, at most 24: bad data give days of more, which figures keep.</summary>
    public static string HoursOfDay(long ms) => ms > DayMs ? $"> {Hours(DayMs)}" : Hours(ms);

    /// <summary>Grows by eighths of a character.</summary>
    public static string Bar(long value, long most)
    {
        if (most <= 0 || value <= 0)
            return "";
        var eighths = Math.Max(1, (int)(Math.Min(value, most) * BarWidth * 8 / (double)most));
        return new string('█', eighths / 8) + (eighths % 8 > 0 ? Eighths[eighths % 8] : "");
    }

    /// <summary>One character, darker for more.</summary>
    public static char Shade(long value, long most) =>
        value <= 0 || most <= 0 ? Shades[0] : Shades[1 + (int)Math.Min(Shades.Length - 2, value * (Shades.Length - 1) / (most + 1))];

    public static string Period(InsightPeriod period) => period switch
    {
        { From: "" } => "all time",
        { PreviousFrom: "" } => $"{period.From} to {period.To}",
        _ => $"{period.From} to {period.To}, before: {period.PreviousFrom} to {period.PreviousTo}",
    };

    /// <summary>Names come from outside: never read as markup, and no control character reaches the terminal.</summary>
    public static Text Cell(string value) => new(string.Concat(value.Select(c => char.IsControl(c) ? '\uFFFD' : c)));
}
