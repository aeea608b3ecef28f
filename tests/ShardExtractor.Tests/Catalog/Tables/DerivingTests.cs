using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog.Tables;

/// <summary>How tables follow their files.</summary>
public sealed class DerivingTests : IDisposable
{
    private const string Clean = "spotify_clean.sqlite3";
    private const string Features = "spotify_clean_audio_features.sqlite3";

    private readonly TablesWorld world = new();

    [Fact]
    public async Task Derive_NewerFile_HasItsRowsAloneAndTheOldContentBuildsNothing()
    {
        await PutAsync(1, 2, 3);
        Assert.Equal(["Track 1", "Track 2", "Track 3"], await world.TrackNamesAsync());
        var first = await world.ManifestAsync("tracks");
        var old = File.ReadAllBytes(world.PathOf(Clean));

        await PutAsync(2, 4);
        Assert.Equal(["Track 2", "Track 4"], await world.TrackNamesAsync());

        File.WriteAllBytes(world.PathOf(Clean), old);
        await world.AnnounceAsync(Clean);
        File.Delete(world.PathOf(Clean));
        // Nothing is built: the file that it would be built from is gone.
        Assert.Equal(DerivedState.Current, (await world.DeriveAsync("tracks")).State);
        Assert.Equal(first.Plan.Id, (await world.ManifestAsync("tracks")).Plan.Id);
        Assert.Equal(["tracks 1", "tracks 2", "tracks 3"], world.Announced);
    }

    [Fact]
    public async Task Derive_TitleThatChangesNothingElse_LeavesOtherTablesWithTheirContent()
    {
        await PutAsync(1);
        await world.RowsAsync("artists");
        var before = await world.ManifestAsync("artists");
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection => connection.Track(1, "Another title"));
        await world.RowsAsync("artists");
        Assert.Equal(before.ContentSha256, (await world.ManifestAsync("artists")).ContentSha256);
    }

    [Fact]
    public async Task Derive_CutCatalog_IsRefusedUntilItIsWholeAndFeaturesAreNot()
    {
        await PutAsync([.. Enumerable.Range(1, 2_000)]);
        await world.PutAsync(Features, CurrentSchema.Features, connection => connection.Execute(
            "INSERT INTO track_audio_features(track_id, null_response, energy) VALUES($id, 0, 0.5)", ("$id", Ids.Track(1).ToString())));
        var whole = File.ReadAllBytes(world.PathOf(Clean));
        foreach (var percent in (int[])[1, 60, 99])
        {
            File.WriteAllBytes(world.PathOf(Clean), whole[..(whole.Length * percent / 100)]);
            await world.AnnounceAsync(Clean);
            foreach (var table in new[] { "tracks", "artists", "albums" })
            {
                var refused = await world.DeriveAsync(table);
                Assert.Equal(DerivedState.Refused, refused.State);
                Assert.StartsWith($"catalogue_unreadable: {world.PathOf(Clean)}", refused.Detail, StringComparison.Ordinal);
                Assert.Contains("Fetch the file again.", refused.Detail, StringComparison.Ordinal);
            }
        }

        Assert.Single(await world.RowsAsync("features"));
        File.WriteAllBytes(world.PathOf(Clean), whole);
        await world.AnnounceAsync(Clean);
        Assert.Equal(2_000, (await world.RowsAsync("tracks")).Count);
    }

    [Fact]
    public async Task Derive_BrokenPages_IsRefused()
    {
        await PutAsync([.. Enumerable.Range(1, 2_000)]);
        var bytes = File.ReadAllBytes(world.PathOf(Clean));
        bytes.AsSpan(bytes.Length / 2, 4096).Fill(0xFF);
        File.WriteAllBytes(world.PathOf(Clean), bytes);
        await world.AnnounceAsync(Clean);

        var refused = await world.DeriveAsync("tracks");

        Assert.Equal(DerivedState.Refused, refused.State);
        Assert.StartsWith("catalogue_unreadable: ", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Derive_UnknownSchema_NamesTheMissingColumnsOfEach()
    {
        await world.PutAsync(Clean, "CREATE TABLE tracks(id TEXT, name TEXT); CREATE VIEW albums AS SELECT 1 AS name", _ => { });
        var detail = (await world.DeriveAsync("tracks")).Detail;
        Assert.StartsWith("catalogue_schema_unknown", detail, StringComparison.Ordinal);
        Assert.Contains("the schema of 2025 lacks tracks.album_rowid", detail, StringComparison.Ordinal);
        Assert.Contains("the legacy schema lacks tracks.artist_ids", detail, StringComparison.Ordinal);
        Assert.Contains("albums.name", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Derive_TracksWithoutRowNumbers_IsRefused()
    {
        await world.PutAsync(Clean, LegacySchema.Tracks.Replace("external_urls TEXT)", "external_urls TEXT) WITHOUT ROWID", StringComparison.Ordinal), _ => { });
        Assert.Contains("tracks.rowid", (await world.DeriveAsync("tracks")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Derive_IndexMissing_SaysWhichAndHowToAddIt()
    {
        await world.PutAsync(Clean, CurrentSchema.Tracks, connection => connection.Execute("DROP INDEX track_artists_track_id"));
        var detail = (await world.DeriveAsync("tracks")).Detail;
        Assert.StartsWith("catalogue_index_missing", detail, StringComparison.Ordinal);
        Assert.Contains("CREATE INDEX track_artists_track_rowid ON track_artists(track_rowid)", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no database")]
    public async Task Derive_NoDatabase_IsRefused(string text)
    {
        File.WriteAllText(world.PathOf(Clean), text);
        await world.AnnounceAsync(Clean);
        Assert.StartsWith("catalogue_unreadable", (await world.DeriveAsync("tracks")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Derive_SeparateFileDamaged_IsRefusedByItsName()
    {
        await world.PutAsync("spotify_tracks.db", LegacySchema.Tracks, _ => { });
        await world.PutAsync("spotify_artists.db", LegacySchema.Tracks, _ => { });
        File.WriteAllText(world.PathOf("spotify_albums.db"), "no database");
        await world.AnnounceAsync("spotify_albums.db");
        Assert.StartsWith($"catalogue_unreadable: {world.PathOf("spotify_albums.db")}", (await world.DeriveAsync("tracks")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Derive_SeparateFilesThatReferByRowNumber_AreRefused()
    {
        await PutSeparateAsync("spotify_tracks.db", "albums");
        await PutSeparateAsync("spotify_albums.db", "tracks");
        await world.PutAsync("spotify_artists.db", LegacySchema.Tracks, connection => connection.Execute("DROP TABLE tracks; DROP TABLE albums"));

        var refused = await world.DeriveAsync("tracks");

        Assert.Equal(DerivedState.Refused, refused.State);
        Assert.StartsWith($"catalogue_schema_unknown: {world.PathOf("spotify_tracks.db")}", refused.Detail, StringComparison.Ordinal);
        Assert.Contains("the legacy schema lacks tracks.artist_ids", refused.Detail, StringComparison.Ordinal);

        Task<InputFile> PutSeparateAsync(string name, string dropped) => world.PutAsync(name, CurrentSchema.Tracks, connection =>
        {
            connection.Track(1, "Track", album: 1);
            connection.Album(1, "Another album", null);
            connection.Execute($"DROP TABLE {dropped}");
        });
    }

    [Fact]
    public async Task Derive_Compressed_EqualsThePlainFileAndLeavesNoScratchFile()
    {
        await PutAsync(1, 2);
        await world.RowsAsync("tracks");
        var plain = await world.ManifestAsync("tracks");
        await world.CompressAsync(Clean);

        await world.RowsAsync("tracks");

        var compressed = await world.ManifestAsync("tracks");
        Assert.NotEqual(plain.Plan.Id, compressed.Plan.Id);
        Assert.Equal(plain.ContentSha256, compressed.ContentSha256);
        Assert.Empty(Directory.GetFiles(world.Scratch));
    }

    [Fact]
    public async Task Derive_CutCompressedFile_IsRefusedAndLeavesNoScratchFile()
    {
        await PutAsync(1, 2);
        await world.CompressAsync(Clean);
        var path = world.PathOf(Clean + ".zst");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^5]);
        await world.AnnounceAsync(Clean + ".zst");

        Assert.StartsWith("catalogue_truncated", (await world.DeriveAsync("tracks")).Detail, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(world.Scratch));
    }

    [Fact]
    public async Task Open_CompressedFileTwice_SharesOneScratchFileAndRemovesWhatKilledProcessesLeft()
    {
        Directory.CreateDirectory(world.Scratch);
        File.WriteAllText(Path.Combine(world.Scratch, "left"), "by a killed process");
        await PutAsync(1);
        var file = await world.CompressAsync(Clean);

        using (var first = await world.Databases.OpenAsync(file, default))
        using (var second = await world.Databases.OpenAsync(file, default))
        {
            Assert.Equal(first.Path, second.Path);
            Assert.Equal([first.Path], Directory.GetFiles(world.Scratch));
            first.Dispose();
            Assert.True(File.Exists(second.Path));
        }

        Assert.Empty(Directory.GetFiles(world.Scratch));
    }

    [Fact]
    public async Task Derive_FileGoneOrOverwritten_WaitsAndIsNotRefused()
    {
        await PutAsync(1);
        var bytes = File.ReadAllBytes(world.PathOf(Clean));
        File.Delete(world.PathOf(Clean));
        Assert.Equal(DerivedState.InputUnusable, (await world.DeriveAsync("tracks")).State);
        File.WriteAllBytes(world.PathOf(Clean), [.. bytes, 0]);
        Assert.Equal(DerivedState.InputUnusable, (await world.DeriveAsync("tracks")).State);
        File.WriteAllBytes(world.PathOf(Clean), bytes);
        Assert.Single(await world.RowsAsync("tracks"));
    }

    [Fact]
    public async Task Derive_AnyMemoryAndThreadsAndOrderOfRows_GiveTheSameBytes()
    {
        var rows = Enumerable.Range(1, 3_000).ToArray();
        await PutAsync(rows);
        await world.DeriveAsync("tracks", world.Open(64 << 10, 2));
        var spilled = await world.ManifestAsync("tracks");

        using var other = new TablesWorld();
        // The same tracks under other row numbers, so that their ids descend.
        await other.PutAsync(Clean, CurrentSchema.Tracks, connection =>
        {
            foreach (var row in rows)
                connection.Track(5_000 - row, $"Track {row}", id: Ids.Track(row).ToString());
        });
        await other.DeriveAsync("tracks", other.Open(64 << 20, 1));

        Assert.Equal(spilled.ContentSha256, (await other.ManifestAsync("tracks")).ContentSha256);
        Assert.Equal(3_000, spilled.Rows);
    }

    [Fact]
    public async Task Derive_TwoInstances_EndWithOnePointer()
    {
        await PutAsync(1, 2);
        var both = await Task.WhenAll(world.DeriveAsync("tracks"), world.DeriveAsync("tracks"));
        Assert.All(both, status => Assert.Equal(DerivedState.Current, status.State));
        Assert.Single(await world.Store.ListPointersAsync("tracks", default));
    }

    public void Dispose() => world.Dispose();

    private Task<InputFile> PutAsync(params int[] tracks) => world.PutAsync(Clean, CurrentSchema.Tracks, connection => Fill(connection, tracks));

    private static void Fill(SqliteConnection connection, int[] tracks)
    {
        foreach (var track in tracks)
            connection.Track(track, $"Track {track}");
    }
}
