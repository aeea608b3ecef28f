using System.Text.RegularExpressions;

namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>Explains why a file whose name resembles a known one is not read.</summary>
public static partial class SimilarName
{
    /// <summary>The names that are read.</summary>
    public const string KnownNames = $"XX.jsonl.zst (analysis shards), {Databases} (plain or .zst), mbdump*.tar (plain, .gz, .zst or .bz2)";

    private const string Databases =
        "spotify_clean.sqlite3, spotify_clean_audio_features.sqlite3, spotify_clean_playlists.sqlite3, spotify_tracks.db, spotify_artists.db, "
        + "spotify_albums.db, spotify_audio_features.db, spotify_playlists.db";

    /// <summary>A sentence with the name that is expected; null when the name resembles none.</summary>
    public static string? Explain(string fileName)
    {
        if (Unfinished().Match(fileName) is { Success: true } unfinished && ContentKinds.Of(unfinished.Groups[1].Value) is not null)
            return $"{fileName} is an unfinished download of {unfinished.Groups[1].Value}. Let the download finish.";
        if (Shard().Match(fileName) is { Success: true } shard)
            return ExplainShard(fileName, shard.Groups[1].Value + ".jsonl.zst", shard.Groups[2].Value);
        if (ManyCharacters().IsMatch(fileName))
            return $"{fileName} is not named like a shard: two characters of 0-9a-zA-Z, then .jsonl.zst.";
        if (Database().IsMatch(fileName))
            return $"{fileName} is none of {Databases}, plain or .zst.";
        return fileName.StartsWith("mbdump", StringComparison.OrdinalIgnoreCase)
            ? $"{fileName} is not mbdump*.tar, plain, .gz, .zst or .bz2."
            : null;
    }

    private static string ExplainShard(string fileName, string expected, string extension) => extension switch
    {
        "" => $"{fileName} is not {expected}: the shard is decompressed. Compress it: zstd {fileName}",
        _ => $"{fileName} is not {expected}. Shards are read with zstd compression only.",
    };

    [GeneratedRegex(@"^(.+)\.(part|partial|crdownload|download|aria2|tmp|!qB|!ut)$", RegexOptions.IgnoreCase)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^([0-9A-Za-z]{2})\.(?:jsonl|ndjson|json)(\.(?:zst|gz|bz2|xz|zip|lz4))?$", RegexOptions.IgnoreCase)]
    private static partial Regex Shard();

    [GeneratedRegex(@"\.jsonl\.zst$", RegexOptions.IgnoreCase)]
    private static partial Regex ManyCharacters();

    [GeneratedRegex(@"^spotify.*\.(sqlite3?|db3?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Database();
}
