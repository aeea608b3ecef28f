using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>Values of an input database as the platform promises to read them: a number is what is stored as one, or a text that is one.</summary>
internal static class SourceValue
{
    private const int MaxNumberBytes = 64;

    /// <summary>Empty for null.</summary>
    public static string Text(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);

    /// <summary>A whole number of a range, or null.</summary>
    public static long? Whole(this SqliteDataReader reader, int column, long low, long high)
    {
        long? number = reader.GetValue(column) switch
        {
            long whole => whole,
            double real => WholeNumber.From(real),
            string { Length: <= MaxNumberBytes } text when WholeNumber.Read(Encoding.UTF8.GetBytes(text), out var read) == WholeNumberKind.Whole => read,
            _ => null,
        };
        return number >= low && number <= high ? number : null;
    }

    /// <summary>A finite number of a range, or null.</summary>
    public static double? Number(this SqliteDataReader reader, int column, double low, double high)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        double? number = reader.GetValue(column) switch
        {
            long whole => whole,
            double real => real,
            string { Length: <= MaxNumberBytes } text when double.TryParse(text, style, CultureInfo.InvariantCulture, out var read) => read,
            _ => null,
        };
        return number >= low && number <= high ? number : null;
    }

    public static TrackId? Id(this SqliteDataReader reader, int column) => TrackId.TryParse(reader.Text(column).AsSpan(), out var id) ? id : null;

    /// <summary>An ISRC as it is stored, or empty.</summary>
    public static string IsrcOf(string text)
    {
        Span<byte> normal = stackalloc byte[Isrc.Length];
        return Isrc.TryNormalize(Encoding.UTF8.GetBytes(text), normal) ? Encoding.ASCII.GetString(normal) : "";
    }
}
