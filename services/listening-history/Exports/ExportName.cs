using System.Text.RegularExpressions;

namespace SpotifyPlatform.ListeningHistory.Exports;

/// <summary>Knows export files by their names; people prefix and copy them, so only the middle has to be right.</summary>
internal static partial class ExportName
{
    /// <summary>What the names look like, for messages.</summary>
    public const string Known = "Streaming_History_Audio_*.json, Streaming_History_Video_*.json, endsong*.json, endvideo*.json or StreamingHistory*.json";

    public static bool IsKnown(string fileName) => Pattern().IsMatch(fileName);

    public static bool IsVideo(string fileName) => Pattern().Match(fileName) is { Success: true } match && match.Groups["video"].Success;

    /// <summary>The name without the number of the part, the same for all parts of one list.</summary>
    public static string Series(string fileName) => PartNumber().Replace(fileName.ToUpperInvariant(), "#", 1);

    [GeneratedRegex(@"(?<![a-z])(streaming_history_(audio|(?<video>video))|endsong|(?<video>endvideo)|streaminghistory)[^/\\]*\.json$", RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\d+(?=\D*$)")]
    private static partial Regex PartNumber();
}
