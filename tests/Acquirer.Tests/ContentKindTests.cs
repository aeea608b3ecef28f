using SpotifyPlatform.Acquirer.Acquisition;

namespace SpotifyPlatform.Acquirer.Tests;

public sealed class ContentKindTests
{
    public static TheoryData<string, string?> Names() => new()
    {
        { "0a.jsonl.zst", nameof(ContentKind.AnalysisShard) },
        { "7N.jsonl.zst", nameof(ContentKind.AnalysisShard) },
        { "7N.jsonl.zst.part", null },
        { "000.jsonl.zst", null },
        { "00.jsonl", null },
        { "spotify_clean.sqlite3", nameof(ContentKind.Catalog) },
        { "spotify_clean.sqlite3.zst", nameof(ContentKind.Catalog) },
        { "spotify_clean.sqlite3-wal", null },
        { "spotify_clean_audio_features.sqlite3", nameof(ContentKind.AudioFeatures) },
        { "spotify_clean_playlists.sqlite3.zst", nameof(ContentKind.Playlists) },
        { "spotify_clean_track_files.sqlite3.zst", null },
        { "spotify_tracks.db", nameof(ContentKind.Catalog) },
        { "spotify_tracks.db-journal", null },
        { "spotify_artists.db.zst", nameof(ContentKind.CatalogArtists) },
        { "spotify_albums.db", nameof(ContentKind.CatalogAlbums) },
        { "spotify_audio_features.db.zst", nameof(ContentKind.AudioFeatures) },
        { "spotify_playlists.db", nameof(ContentKind.Playlists) },
        { "mbdump.tar", nameof(ContentKind.MusicBrainzDump) },
        { "mbdump.tar.bz2", nameof(ContentKind.MusicBrainzDump) },
        { "mbdump-derived.tar.zst", nameof(ContentKind.MusicBrainzDump) },
        { "mbdump.tar.xz", null },
        { "SHA256SUMS", null },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_AName_IsTheKindOrNone(string name, string? kind) => Assert.Equal(kind, ContentKinds.Of(name)?.ToString());
}
