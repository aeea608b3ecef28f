using System.Text.Json;
using SpotifyPlatform.SampleData.Output;
using SpotifyPlatform.SampleData.Playlists;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Truth;

/// <summary>Writes the expected answers, computed by simple algorithms without the platform's code.</summary>
internal sealed class TruthFiles(SampleWorld world, PlaylistFactory playlists)
{
    /// <summary>Index of the first demonstration track; set when the files are written.</summary>
    public int Showcase { get; private set; }

    public TruthSample Sample { get; } = new(world);

    public IReadOnlyDictionary<string, long> WriteTracks(string folder, StageReporter progress)
    {
        using var file = new NdjsonFile(Path.Combine(folder, "tracks.ndjson"));
        var truth = new TrackTruth(world);
        for (var index = 0; index < world.TrackCount; index++)
        {
            if (Sample.Holds(index))
                file.Line(json => truth.Write(json, index));
            progress.Tick(world.TrackCount);
        }

        return new Dictionary<string, long> { ["truth/tracks.ndjson"] = file.Count };
    }

    public IReadOnlyDictionary<string, long> WritePairsAndSimilar(string folder, StageReporter progress)
    {
        var showcases = new Showcases(world).Choose();
        var shown = showcases.Select(showcase => showcase.Track).ToHashSet();
        var baskets = new Baskets(world, playlists, track => shown.Contains(track) || Sample.HoldsPairs(track));
        var pairs = new TruePairs(world, baskets);
        Showcase = Showcases.First(showcases, track => pairs.Of(track).Count);
        var counts = new Dictionary<string, long>
        {
            ["distinct/playlists_kept"] = baskets.Count,
            ["distinct/tracks_in_kept_playlists"] = baskets.DistinctTracks,
            ["truth/similar.ndjson"] = WriteSimilar(folder, showcases),
        };
        if (Sample.AllPairs)
            counts.Add("truth/pairs.ndjson", WritePairs(folder, pairs.All(), progress));
        else
            counts.Add("truth/cooccurring.ndjson", WriteCooccurring(folder, pairs, [.. baskets.Seeds.Order()], progress));
        return counts;
    }

    private static long WritePairs(string folder, TruePair[] pairs, StageReporter progress)
    {
        using var file = new NdjsonFile(Path.Combine(folder, "pairs.ndjson"));
        foreach (var pair in pairs)
        {
            file.Line(json =>
            {
                json.WriteStartObject();
                json.WriteString("track_a", pair.A.ToString());
                json.WriteString("track_b", pair.B.ToString());
                json.WriteNumber("count", pair.Count);
                json.WriteNumber("n_a", pair.CountA);
                json.WriteNumber("n_b", pair.CountB);
                Measures(json, pair);
                json.WriteEndObject();
            });
            progress.Tick(pairs.Length);
        }

        return file.Count;
    }

    private long WriteCooccurring(string folder, TruePairs pairs, int[] seeds, StageReporter progress)
    {
        using var file = new NdjsonFile(Path.Combine(folder, "cooccurring.ndjson"));
        foreach (var seed in seeds)
        {
            file.Line(json =>
            {
                json.WriteStartObject();
                json.WriteString("seed", world.IdOf(seed).ToString());
                json.WriteStartArray("cooccurring");
                foreach (var (pair, other) in pairs.Of(seed))
                {
                    json.WriteStartObject();
                    json.WriteString("spotify_id", other.ToString());
                    json.WriteNumber("count", pair.Count);
                    Measures(json, pair);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
            progress.Tick(seeds.Length);
        }

        return file.Count;
    }

    private static void Measures(Utf8JsonWriter json, TruePair pair)
    {
        json.WriteNumber("pmi", pair.Pmi);
        json.WriteNumber("jaccard", pair.Jaccard);
        json.WriteNumber("score", pair.Score);
    }

    private long WriteSimilar(string folder, IReadOnlyList<Showcase> showcases)
    {
        using var file = new NdjsonFile(Path.Combine(folder, "similar.ndjson"));
        foreach (var showcase in showcases)
        {
            file.Line(json =>
            {
                json.WriteStartObject();
                json.WriteString("seed", world.IdOf(showcase.Track).ToString());
                json.WriteNumber("least_step", showcase.MinScoreStep);
                json.WriteStartArray("similar");
                foreach (var neighbour in showcase.Neighbours)
                {
                    json.WriteStartObject();
                    json.WriteString("spotify_id", world.IdOf(neighbour.Track).ToString());
                    json.WriteNumber("score", neighbour.Score);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
        }

        return file.Count;
    }
}
