using System.Text.RegularExpressions;

namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>What a file of a data set holds, in the order in which files are processed.</summary>
internal enum ContentKind
{
    Catalog,
    CatalogArtists,
    CatalogAlbums,
    AudioFeatures,
    MusicBrainzDump,
    Playlists,
    AnalysisShard,
}

/// <summary>Recognises files by their names.</summary>
internal static partial class ContentKinds
{
    private const string Compressed = ".zst";

    /// <summary>The kind, or null for a file that the pipeline does not read.</summary>
    public static ContentKind? Of(string fileName) => WithoutCompression(fileName) switch
    {
        "spotify_clean.sqlite3" or "spotify_tracks.db" => ContentKind.Catalog,
        "spotify_artists.db" => ContentKind.CatalogArtists,
        "spotify_albums.db" => ContentKind.CatalogAlbums,
        "spotify_clean_audio_features.sqlite3" or "spotify_audio_features.db" => ContentKind.AudioFeatures,
        "spotify_clean_playlists.sqlite3" or "spotify_playlists.db" => ContentKind.Playlists,
        _ when Shard().IsMatch(fileName) => ContentKind.AnalysisShard,
        _ when Dump().IsMatch(fileName) => ContentKind.MusicBrainzDump,
        _ => null,
    };

    /// <summary>The part of a data set that a file is. Dumps may have any name, and each is a slot of its own: the newest is used.</summary>
    public static string SlotOf(ContentKind kind, string name) => kind switch
    {
        ContentKind.Catalog => "catalog",
        ContentKind.CatalogArtists => "catalog-artists",
        ContentKind.CatalogAlbums => "catalog-albums",
        ContentKind.AudioFeatures => "features",
        ContentKind.MusicBrainzDump => $"dump/{name}",
        ContentKind.Playlists => "playlists",
        _ => $"shard/{Path.GetFileName(name)[..2]}",
    };

    /// <summary>Whether a file of a known kind is a database that is not compressed.</summary>
    public static bool IsPlainDatabase(string name) =>
        name.EndsWith(".sqlite3", StringComparison.Ordinal) || name.EndsWith(".db", StringComparison.Ordinal);

    /// <summary>The name that a database and its compressed copy share.</summary>
    public static string WithoutCompression(string name) =>
        name.EndsWith(Compressed, StringComparison.Ordinal) && !Shard().IsMatch(Path.GetFileName(name)) ? name[..^Compressed.Length] : name;

    [GeneratedRegex(@"^[0-9A-Za-z]{2}\.jsonl\.zst$")]
    private static partial Regex Shard();

    [GeneratedRegex(@"^mbdump[^/]*\.tar(\.gz|\.zst|\.bz2)?$")]
    private static partial Regex Dump();
}
