using System.Text.Json;
using SpotifyPlatform.LookupGateway.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData;

namespace SpotifyPlatform.LookupGateway.Tests.Sqlite;

public sealed class SqliteCatalogTests
{
    [Fact]
    public async Task Get_TracksOfASampleWorld_MatchTheTruth()
    {
        using var folder = new TemporaryFolder();
        await new SampleWorldWriter(new SampleOptions { Tracks = 200, Shards = 0, Playlists = 5, Plays = 0 }).WriteAsync(folder.Path);
        using (var catalogue = new SqliteCatalog(Path.Combine(folder.Path, "metadata", "spotify_clean.sqlite3")))
        {
            var lines = await File.ReadAllLinesAsync(Path.Combine(folder.Path, "truth", "tracks.ndjson"));
            Assert.Equal(200, lines.Length);
            foreach (var line in lines)
            {
                using var truth = JsonDocument.Parse(line);
                var id = TrackId.Parse(truth.RootElement.GetProperty("spotify_id").GetString()!);
                var track = Assert.Single(await catalogue.GetAsync([id], CancellationToken.None));
                Assert.Equal(truth.RootElement.GetProperty("name").GetString(), track.Name);
                Assert.Equal(truth.RootElement.GetProperty("artists").EnumerateArray().Select(a => a.GetString()), track.Artists.Select(a => a.Name));
                Assert.Equal(truth.RootElement.GetProperty("isrc_normal").GetString(), track.Isrc?.Code);
                Assert.NotEmpty(track.Album);
            }

            Assert.Empty(await catalogue.GetAsync([new TrackId(UInt128.MaxValue)], CancellationToken.None));
        }
    }

    [Fact]
    public async Task Get_NoCatalogYet_IsEmpty()
    {
        using var catalogue = new SqliteCatalog(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
        Assert.Empty(await catalogue.GetAsync([new TrackId(1)], CancellationToken.None));
        Assert.Empty(await catalogue.FindByIsrcAsync(Isrc.Parse("USRC17607839"), CancellationToken.None));
    }

    [Fact]
    public async Task Get_CatalogWasReplaced_ReadsTheNewer()
    {
        using var folder = new TemporaryFolder();
        foreach (var seed in new ulong[] { 1, 2 })
            await new SampleWorldWriter(new SampleOptions { Tracks = 50, Shards = 0, Playlists = 1, Plays = 0, Seed = seed }).WriteAsync(folder.File($"{seed}"));
        var ready = folder.File("spotify_clean.sqlite3");
        using (var catalogue = new SqliteCatalog(ready))
        {
            foreach (var seed in new[] { "1", "2" })
            {
                File.Delete(ready);
                File.CreateSymbolicLink(ready, Path.Combine(folder.Path, seed, "metadata", "spotify_clean.sqlite3"));
                using var truth = JsonDocument.Parse(File.ReadLines(Path.Combine(folder.Path, seed, "truth", "tracks.ndjson")).First());
                var id = TrackId.Parse(truth.RootElement.GetProperty("spotify_id").GetString()!);
                Assert.Single(await catalogue.GetAsync([id], CancellationToken.None));
            }
        }
    }
}
