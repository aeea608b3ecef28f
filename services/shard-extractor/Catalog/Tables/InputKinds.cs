using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>Kinds of files, the first part of their slots.</summary>
internal static class InputKinds
{
    public const string Catalog = "catalog";
    public const string Artists = "catalog-artists";
    public const string Albums = "catalog-albums";
    public const string Features = "features";
    public const string Playlists = "playlists";

    /// <summary>Of a catalogue in separate files this is the one with the tracks.</summary>
    private const string SeparateTracks = "spotify_tracks.db";

    /// <summary>Whether artists and albums are in files of their own.</summary>
    public static bool IsSeparate(InputFile catalog) =>
        Path.GetFileName(catalog.Name) is var name && (name == SeparateTracks || Path.GetFileNameWithoutExtension(name) == SeparateTracks);
}
