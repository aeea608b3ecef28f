using System.Text.RegularExpressions;

namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>What a file of a data set holds, in the order in which the pipeline can best use it.</summary>
internal enum ContentKind
{
    Catalog,
    AudioFeatures,
    MusicBrainzDump,
    Playlists,
    AnalysisShard,
}

/// <summary>Tells a file's kind from its name.</summary>
internal static partial class ContentKinds
{
    private const string Compressed = ".zst";

    /// <summary>The kind, or null for a file that the pipeline does not read.</summary>
    public static ContentKind? Of(string fileName) => WithoutCompression(fileName) switch
    {
        "spotify_clean.sqlite3" => ContentKind.Catalog,
        "spotify_clean_audio_features.sqlite3" => ContentKind.AudioFeatures,
        "spotify_clean_playlists.sqlite3" => ContentKind.Playlists,
        _ when Shard().IsMatch(fileName) => ContentKind.AnalysisShard,
        _ when Dump().IsMatch(fileName) => ContentKind.MusicBrainzDump,
        _ => null,
    };

    /// <summary>A database and its compressed twin are the same content.</summary>
    public static string WithoutCompression(string name) =>
        name.EndsWith(Compressed, StringComparison.Ordinal) && !Shard().IsMatch(Path.GetFileName(name)) ? name[..^Compressed.Length] : name;

    [GeneratedRegex(@"^[0-9A-Za-z]{2}\.jsonl\.zst$")]
    private static partial Regex Shard();

    [GeneratedRegex(@"^mbdump[^/]*\.tar(\.gz|\.zst|\.bz2)?$")]
    private static partial Regex Dump();
}
