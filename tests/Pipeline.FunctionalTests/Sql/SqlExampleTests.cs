using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.TableSql;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Sql;

/// <summary>The examples of docs/sql.md on the sample world: each gives rows, and those of the source document those that the stores give.</summary>
[Collection(nameof(SqlWorlds))]
public sealed class SqlExampleTests(SqlWorld world) : IDisposable
{
    private static readonly IReadOnlyDictionary<string, object> None = new Dictionary<string, object>();

    private readonly SqlSession session = world.Open();

    [Fact]
    public async Task Examples_OfTheDocumentation_GiveRows()
    {
        var examples = SqlExamples.All();
        Assert.Equal(13, examples.Count);
        var pair = (await PairsAsync(world.Seed))[0];
        var values = new Dictionary<string, object>
        {
            ["seed_track"] = world.Seed.ToString(), ["seed_tempo"] = 120.0, ["seed_energy"] = 0.5, ["seed_valence"] = 0.5,
            ["track_a"] = pair.A.ToString(), ["track_b"] = pair.B.ToString(), ["access_threshold"] = 3L, ["batch_size"] = 1_000L, ["popular_track_limit"] = 100L,
            ["seed_similar"] = Run("SELECT min(seed_spotify_id) FROM precomputed_similar", None)[0],
        };
        foreach (var sql in examples)
            Assert.True(Run(sql, SqlExamples.Of(sql, values)).Count > 0, sql);
    }

    [Fact]
    public async Task SimilarByFeatures_OfTheAppendix_AreTheNearest()
    {
        var sql = SqlExamples.Find("as distance");
        var rows = Run(sql, new Dictionary<string, object> { ["seed_tempo"] = 121.5, ["seed_energy"] = 0.6, ["seed_valence"] = 0.4 });

        var tracks = await TracksAsync();
        var expected = tracks.Where(track => track.Catalog.Artists.Count > 0 && track.Features is { Tempo: not null, Energy: not null, Valence: not null })
            .Select(track => Math.Sqrt(Math.Pow(track.Features!.Tempo!.Value - 121.5, 2) + Math.Pow(track.Features.Energy!.Value - 0.6, 2) + Math.Pow(track.Features.Valence!.Value - 0.4, 2)))
            .Order().Take(50).ToList();
        Assert.Equal(50, rows.Count);
        Assert.All(rows.Zip(expected), both => Assert.Equal(both.Second, double.Parse(both.First.Split('|')[^1], System.Globalization.CultureInfo.InvariantCulture), 9));
        Assert.All(rows, row => Assert.Contains(tracks, track => row.StartsWith(
            SqlWorld.Text(track.Catalog.Id, track.Catalog.Name, track.Catalog.Artists.Count > 0 ? track.Catalog.Artists[0].Name : null, track.Features?.Tempo, track.Features?.Energy, track.Features?.Valence),
            StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SharedPlaylists_OfTheAppendix_AreThePairsOfTheStore()
    {
        var rows = Run(SqlExamples.Find("CASE"), new Dictionary<string, object> { ["seed_track"] = world.Seed.ToString() });

        var tracks = (await TracksAsync()).ToDictionary(track => track.Catalog.Id, track => track.Catalog);
        var pairs = await PairsAsync(world.Seed);
        Assert.NotEmpty(rows);
        Assert.Equal(
            pairs.OrderByDescending(pair => pair.Pmi).Take(50).Select(pair => pair.Pmi),
            rows.Select(row => double.Parse(row.Split('|')[3], System.Globalization.CultureInfo.InvariantCulture)));
        var known = pairs.Select(pair => SqlWorld.Text(
            tracks[pair.Other(world.Seed)].Name, tracks[pair.Other(world.Seed)].Artists[0].Name, pair.Count, pair.Pmi, pair.Jaccard)).ToHashSet(StringComparer.Ordinal);
        Assert.All(rows, row => Assert.Contains(row, known));
    }

    [Fact]
    public async Task Recordings_OfTheAppendix_AreTheMatchesOfTheStore()
    {
        var rows = Run(SqlExamples.Find("x.match_confidence > 0.9"), None);

        var tracks = (await TracksAsync()).ToDictionary(track => track.Catalog.Id, track => track.Catalog);
        var matches = (await world.Services.GetRequiredService<IXrefStore>().GetAsync(tracks.Keys, default)).Where(match => match.Mbid is not null).ToList();
        Assert.NotEmpty(rows);
        Assert.Equal(Math.Min(100, matches.Count), rows.Count);
        var known = matches.Select(match => SqlWorld.Text(match.Id, match.Isrc, match.Mbid, match.Confidence, tracks[match.Id].Name, tracks[match.Id].Popularity)).ToHashSet(StringComparer.Ordinal);
        Assert.All(rows, row => Assert.Contains(row, known));
    }

    [Fact]
    public void PromotionCandidates_OfTheDocument_AreTheMostAccessed()
    {
        var rows = Run(SqlExamples.Find("  AND tal.vectorized = 0"), new Dictionary<string, object> { ["access_threshold"] = 3L, ["batch_size"] = 5L });
        Assert.Equal(["10", "9", "8", "7", "6"], rows.Select(row => row.Split('|')[1]));
    }

    public void Dispose() => session.Dispose();

    private List<string> Run(string sql, IReadOnlyDictionary<string, object> values) => session.Run(sql, values, SqlWorld.Rows, CancellationToken.None);

    private async Task<List<TrackPair>> PairsAsync(TrackId track)
    {
        var pairs = new List<TrackPair>();
        await world.Services.GetRequiredService<IPairStore>().ReadAllAsync(
            pair =>
            {
                if (pair.A == track || pair.B == track)
                    pairs.Add(pair);
            },
            default);
        return pairs;
    }

    /// <summary>Every track of the catalogue, by the ports that answer requests.</summary>
    private async Task<List<(CatalogTrack Catalog, AudioFeatures? Features)>> TracksAsync()
    {
        var ids = Run("SELECT id FROM tracks", None).Select(TrackId.Parse).ToList();
        var catalog = await world.Services.GetRequiredService<ICatalog>().GetAsync(ids, default);
        var features = (await world.Services.GetRequiredService<IFeatureStore>().GetAsync(ids, default)).ToDictionary(profile => profile.Id, profile => profile.Features);
        return [.. catalog.Select(track => (track, features.GetValueOrDefault(track.Id)))];
    }
}
