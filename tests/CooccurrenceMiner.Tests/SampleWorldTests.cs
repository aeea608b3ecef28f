using System.Globalization;
using System.Text.Json;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.CooccurrenceMiner.Tests;

/// <summary>The sample world knows its true pairs; nobody of this service counted them.</summary>
public sealed class SampleWorldTests
{
    private const string Entries = """
        SELECT e.playlist_rowid, t.id, t.popularity FROM playlist_tracks e JOIN catalogue.tracks t ON t.rowid = e.track_rowid
        WHERE e.is_episode = 0 AND e.is_local = 0 GROUP BY e.playlist_rowid, t.id
        """;

    [Fact]
    public async Task Mine_TheSamplesPlaylists_EqualsTheTruth()
    {
        var root = Directory.CreateTempSubdirectory("miner-sample-").FullName;
        try
        {
            await new SampleWorldWriter(new SampleOptions { Tracks = 1_200, Shards = 0, Playlists = 900, Seed = 11, Plays = 0 }).WriteAsync(root);
            var mined = MinedWorld.Mine(Baskets(root)).Pairs;
            var truth = File.ReadLines(Path.Combine(root, "truth", "pairs.ndjson")).Select(Line).ToList();
            Assert.True(truth.Count > 1_000, "The world is too small to say anything.");
            Assert.Equal(truth, mined.Select(p => (p.A, p.B, p.Count, p.CountA, p.CountB, Text(p.Pmi), Text(p.Jaccard), Text(p.Score))));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static List<Basket> Baskets(string root)
    {
        using var connection = SqliteDatabase.OpenReadOnly(Path.Combine(root, "metadata", "spotify_clean_playlists.sqlite3"));
        connection.Execute("ATTACH $path AS catalogue", ("$path", Path.Combine(root, "metadata", "spotify_clean.sqlite3")));
        return
        [
            .. connection.Query(Entries, row => (Playlist: row.GetInt64(0), Id: TrackId.Parse(row.GetString(1)), Popularity: (byte)row.GetInt32(2)))
                .GroupBy(entry => entry.Playlist, (_, entries) => entries.OrderBy(entry => entry.Id).ToList())
                .Select(entries => new Basket(entries.SelectMany(e => e.Id.ToKey()).ToArray(), entries.Select(e => e.Popularity).ToArray())),
        ];
    }

    private static (TrackId, TrackId, long, long, long, string, string, string) Line(string line)
    {
        var pair = JsonElement.Parse(line);
        long Count(string name) => pair.GetProperty(name).GetInt64();
        string Measure(string name) => Text(pair.GetProperty(name).GetDouble());
        return (
            TrackId.Parse(pair.GetProperty("track_a").GetString()!), TrackId.Parse(pair.GetProperty("track_b").GetString()!),
            Count("count"), Count("n_a"), Count("n_b"), Measure("pmi"), Measure("jaccard"), Measure("score"));
    }

    /// <summary>Two ways to the same formula may differ in the last bit.</summary>
    private static string Text(double measure) => measure.ToString("F12", CultureInfo.InvariantCulture);
}
