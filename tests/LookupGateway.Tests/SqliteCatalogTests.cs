using System.Text.Json;
using SpotifyPlatform.LookupGateway.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData;

namespace SpotifyPlatform.LookupGateway.Tests;

public sealed class SqliteCatalogTests
{
    [Fact]
    public async Task Get_TracksOfASampleWorld_AreAsTheTruthSays()
    {
        var folder = Directory.CreateTempSubdirectory("catalogue-");
        await new SampleWorldWriter(new SampleOptions { Tracks = 200, Shards = 0, Playlists = 5, Plays = 0 }).WriteAsync(folder.FullName);
        using (var catalogue = new SqliteCatalog(Path.Combine(folder.FullName, "metadata", "spotify_clean.sqlite3")))
        {
            var lines = await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "truth", "tracks.ndjson"));
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

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Get_WhileNoCatalogStandsReady_KnowsNothing()
    {
        using var catalogue = new SqliteCatalog(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
        Assert.Empty(await catalogue.GetAsync([new TrackId(1)], CancellationToken.None));
        Assert.Empty(await catalogue.FindByIsrcAsync(Isrc.Parse("USRC17607839"), CancellationToken.None));
    }

    [Fact]
    public async Task Get_AfterANewerCatalogTookItsPlace_AnswersFromTheNewer()
    {
        var folder = Directory.CreateTempSubdirectory("catalogue-").FullName;
        foreach (var seed in new ulong[] { 1, 2 })
            await new SampleWorldWriter(new SampleOptions { Tracks = 50, Shards = 0, Playlists = 1, Plays = 0, Seed = seed }).WriteAsync(Path.Combine(folder, $"{seed}"));
        var ready = Path.Combine(folder, "spotify_clean.sqlite3");
        using (var catalogue = new SqliteCatalog(ready))
        {
            foreach (var seed in new[] { "1", "2" })
            {
                File.Delete(ready);
                File.CreateSymbolicLink(ready, Path.Combine(folder, seed, "metadata", "spotify_clean.sqlite3"));
                using var truth = JsonDocument.Parse(File.ReadLines(Path.Combine(folder, seed, "truth", "tracks.ndjson")).First());
                var id = TrackId.Parse(truth.RootElement.GetProperty("spotify_id").GetString()!);
                Assert.Single(await catalogue.GetAsync([id], CancellationToken.None));
            }
        }

        Directory.Delete(folder, recursive: true);
    }
}
