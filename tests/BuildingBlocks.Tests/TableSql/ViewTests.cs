namespace SpotifyPlatform.BuildingBlocks.Tests.TableSql;

/// <summary>Rows of the views against what the tables were made of. There are more of them than a chunk of DuckDB or a range of one thread holds.</summary>
public sealed class ViewTests : IDisposable
{
    private const int Tracks = 90_000;

    private readonly SqlWorld world = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Features_OnAnyThreads_AreThoseOfTheTable(int threads)
    {
        var features = world.Random.Ids(Tracks).Select(world.Random.Features).ToList();
        var tracks = features.Where((_, i) => i % 3 > 0).Select(track => world.Random.Description(track.Id)).ToDictionary(track => track.Id);
        await CatalogTables.PublishFeaturesAsync(world.Tables, features);
        await CatalogTables.PublishTracksAsync(world.Tables, [.. tracks.Values]);
        using var session = world.Open(threads);

        var alone = SqlWorld.Rows(session, "SELECT * FROM audio_features");
        var cached = SqlWorld.Rows(session, "SELECT spotify_id, tempo, key, popularity, cached_at FROM spotify_audio_features_cache");

        Assert.Equal(
            features.Select(track => (track.Id, F: track.Features)).Select(track => SqlWorld.Text(
                track.Id, track.F.Danceability, track.F.Energy, track.F.Key, track.F.Loudness, track.F.Mode, track.F.Speechiness, track.F.Acousticness, track.F.Instrumentalness,
                track.F.Liveness, track.F.Valence, track.F.Tempo, track.F.DurationMs, track.F.TimeSignature)).Order(StringComparer.Ordinal),
            alone.Order(StringComparer.Ordinal));
        Assert.Equal(
            features.Select(track => SqlWorld.Text(track.Id, track.Features.Tempo, track.Features.Key, tracks.GetValueOrDefault(track.Id)?.Popularity, SqlWorld.Now)).Order(StringComparer.Ordinal),
            cached.Order(StringComparer.Ordinal));
        Assert.Equal([$"{Tracks}"], SqlWorld.Rows(session, "SELECT count(*) FROM audio_features"));
        Assert.Equal([$"{Tracks}|0"], SqlWorld.Rows(session, "SELECT count(*), sum(none) FROM scan_audio_features()"));
    }

    [Fact]
    public async Task Tracks_WithAnyText_AreThoseOfTheTable()
    {
        var tracks = world.Random.Ids(5_000).Select(world.Random.Description).ToList();
        await CatalogTables.PublishTracksAsync(world.Tables, tracks);
        using var session = world.Open();

        var rows = SqlWorld.Rows(session, "SELECT id, name, artist_ids, isrc, popularity, explicit, album_id, duration_ms, disc_number, preview_url FROM tracks");

        Assert.Equal(
            tracks.Select(track => SqlWorld.Text(
                track.Id, track.Title, $"[{string.Join(',', track.ArtistIds.Select(id => $"\"{id}\""))}]", track.Isrc?.Code, track.Popularity, track.Explicit ? 1 : 0, null, null, null, null))
                .Order(StringComparer.Ordinal),
            rows.Order(StringComparer.Ordinal));
        Assert.Equal([SqlWorld.Text(tracks[7].Title)], SqlWorld.Rows(session, "SELECT name FROM tracks WHERE id = $id", ("id", tracks[7].Id.ToString())));
    }

    [Fact]
    public async Task Pairs_ListedByOneTrackOrByBoth_ComeOnce()
    {
        var ids = world.Random.Ids(300);
        var pairs = Enumerable.Range(0, 6_000)
            .Select(_ => (X: ids[world.Random.Next(ids.Length)], Y: ids[world.Random.Next(ids.Length)]))
            .Where(pair => pair.X != pair.Y).DistinctBy(pair => pair.X < pair.Y ? pair : (pair.Y, pair.X))
            .Select(pair => PairTables.Pair(pair.X, pair.Y, 3 + world.Random.Next(8), 20, 30, 1_000))
            .ToList();
        // A count of a track is one number in all of its pairs.
        var counts = ids.ToDictionary(id => id, _ => 20L + world.Random.Next(50));
        pairs = [.. pairs.Select(pair => PairTables.Pair(pair.A, pair.B, pair.Count, counts[pair.A], counts[pair.B], 1_000))];
        await PairTables.PublishAsync(world.Tables, pairs, 1_000, revision: 1, limit: 7);
        var stored = PairTables.Lists(pairs, 7).SelectMany(list => list.Best).Distinct().ToList();
        using var session = world.Open();

        var rows = SqlWorld.Rows(session, "SELECT * FROM playlist_cooccurrence");

        Assert.InRange(stored.Count, 1_100, 2_100);
        Assert.Equal(
            stored.Select(pair => SqlWorld.Text(pair.A, pair.B, pair.Count, pair.Pmi, pair.Jaccard, pair.CountA, pair.CountB, pair.Score)).Order(StringComparer.Ordinal),
            rows.Order(StringComparer.Ordinal));
        Assert.Equal(
            stored.Count(pair => pair.A == ids[0] || pair.B == ids[0]),
            SqlWorld.Rows(session, "SELECT track_a FROM playlist_cooccurrence WHERE track_a = $id OR track_b = $id", ("id", ids[0].ToString())).Count);
    }

    [Fact]
    public async Task Analysis_OfShardsThatDifferByCase_HasEveryTrackAndSection()
    {
        var writer = new ShardWriter(world.Artifacts, world.Tables, world.Random);
        var analyses = new List<TrackAnalysis>();
        foreach (var name in new[] { "0a", "0A", "6N" })
        {
            var (rows, written) = await writer.WriteAsync(name, 700, sectionsPerTrack: 4);
            analyses.AddRange(written);
            await world.Tables.PublishAsync((await world.Tables.FindAsync(SpotifyPlatform.Storage.Warehouse.AnalysisTable.NameOf(rows.Shard), rows.Generation, default))!, new() { ["shard"] = 1 }, "test", default);
        }

        using var session = world.Open();
        var tracks = SqlWorld.Rows(session, "SELECT spotify_id, duration, tempo, key, mode, num_samples, analysis_sample_rate, analyzer_version FROM spotify_audio_analysis_tracks");
        var sections = SqlWorld.Rows(session, "SELECT spotify_id, section_index, start, tempo, key, time_signature_confidence FROM spotify_audio_analysis_sections");

        Assert.Equal(
            analyses.Select(track => SqlWorld.Text(track.Id, track.Duration, track.Tempo, track.Key, track.Mode, track.NumSamples, track.AnalysisSampleRate, track.AnalyzerVersion)).Order(StringComparer.Ordinal),
            tracks.Order(StringComparer.Ordinal));
        Assert.Equal(
            analyses.SelectMany(track => track.Sections.Select(section => SqlWorld.Text(track.Id, section.Index, section.Start, section.Tempo, section.Key, section.TimeSignatureConfidence))).Order(StringComparer.Ordinal),
            sections.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Neighbours_OfOldVectors_AreRefused()
    {
        var ids = world.Random.Ids(40);
        await PublishVectorsAsync(1);
        await NeighbourTables.PublishAsync(world.Tables, [new SeedNeighbours(ids[0], [.. ids[1..].Select((id, i) => new Neighbour(id, 1 - i / 100.0))])], 1);
        using (var session = world.Open())
            Assert.Equal(
                ids[1..].Select((id, i) => SqlWorld.Text(ids[0], id, 1 - i / 100.0, i + 1)),
                SqlWorld.Rows(session, "SELECT * FROM precomputed_similar ORDER BY rank"));

        await PublishVectorsAsync(2);
        using (var session = world.Open())
            Assert.Contains("platform precompute", Assert.Throws<InvalidDataException>(() => SqlWorld.Rows(session, "SELECT * FROM precomputed_similar")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accesses_OnSeveralPages_ComeOnce()
    {
        var ids = world.Random.Ids(5_000);
        var last = DateTimeOffset.FromUnixTimeSeconds(SqlWorld.Now - 60);
        await world.Accesses.MergeAsync(new AccessCounts(Guid.NewGuid(), [.. ids[..4_500].Select((id, i) => new TrackAccess(id, 1 + i % 4, last))]), default);
        await world.Accesses.MarkPromotedAsync(ids[2_000..], default);
        using var session = world.Open();

        var rows = SqlWorld.Rows(session, "SELECT * FROM track_access_log");

        Assert.Equal(
            ids.Select((id, i) => i < 4_500
                ? SqlWorld.Text(id, 1 + i % 4, SqlWorld.Now - 60, i < 2_000 ? 0 : 1, i < 2_000 ? null : SqlWorld.Now)
                : SqlWorld.Text(id, 0, null, 1, SqlWorld.Now)).Order(StringComparer.Ordinal),
            rows.Order(StringComparer.Ordinal));
    }

    public void Dispose() => world.Dispose();

    /// <summary>Some table of that name: neighbours refer to its content alone.</summary>
    private async Task PublishVectorsAsync(long revision)
    {
        var plan = new SpotifyPlatform.Tables.TablePlan { Table = "vectors", KeyBytes = 5, MappingVersion = 1, Rules = [], Inputs = new() { ["features"] = $"{revision:x64}" } };
        await world.Tables.ListMissingUnitsAsync(plan, default);
        using (var writer = world.Tables.Write(plan, 0))
        {
            writer.Add([0, 0, 0, 0, (byte)revision], [(byte)revision]);
            await writer.CompleteAsync(default);
        }

        await world.Tables.PublishAsync((await world.Tables.CompleteAsync(plan, null, default))!, new() { ["features"] = revision }, "test", default);
    }
}
