using System.Globalization;

namespace SpotifyPlatform.TableSql.Scans;

/// <summary>What the names of an export's files end in.</summary>
internal static class FileNames
{
    /// <summary>At least one, so that a table without rows has a file with its columns.</summary>
    public static IReadOnlyList<string> Numbered(int files) =>
        [.. Enumerable.Range(0, Math.Max(1, files)).Select(i => i.ToString("d4", CultureInfo.InvariantCulture))];
}
