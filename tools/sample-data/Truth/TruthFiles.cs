using SpotifyPlatform.SampleData.Output;
using SpotifyPlatform.SampleData.Playlists;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Truth;

/// <summary>Writes the expected answers, computed by simple algorithms without the platform's code.</summary>
internal sealed class TruthFiles(SampleWorld world, PlaylistFactory playlists)
{
    /// <summary>Index of the first demonstration track; set when the files are written.</summary>
    public int Showcase { get; private set; }

    /// <summary>Whether <c>pairs.ndjson</c> was written.</summary>
    public bool Pairs { get; private set; }

    /// <summary><c>tracks.ndjson</c> holds every n-th track; 1 is all.</summary>
    public int TrackStep { get; } = (world.TrackCount + world.Options.TruthTracks - 1) / world.Options.TruthTracks;

    public IReadOnlyDictionary<string, long> WriteTracks(string folder, StageReporter progress)
    {
        using var file = new NdjsonFile(Path.Combine(folder, "tracks.ndjson"));
        var truth = new TrackTruth(world);
        for (var index = 0; index < world.TrackCount; index += TrackStep)
        {
            file.Line(json => truth.Write(json, index));
            progress.Tick((world.TrackCount + TrackStep - 1) / TrackStep);
        }

        return new Dictionary<string, long> { ["truth/tracks.ndjson"] = file.Count };
    }

    public IReadOnlyDictionary<string, long> WritePairsAndSimilar(string folder, StageReporter progress)
    {
        var baskets = new Baskets(world, playlists);
        var pairs = new TruePairs(world, baskets);
        var showcases = new Showcases(world).Choose();
        Showcase = Showcases.First(showcases, track => pairs.Of(track).Count);
        Pairs = baskets.Tracks.Count <= world.Options.TruthPairTracks;
        var counts = new Dictionary<string, long>
        {
            ["distinct/playlists_kept"] = baskets.Count,
            ["distinct/tracks_in_kept_playlists"] = baskets.Tracks.Count,
            ["truth/similar.ndjson"] = WriteSimilar(folder, showcases),
        };
        if (Pairs)
            counts.Add("truth/pairs.ndjson", WritePairs(folder, pairs.All(), progress));
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
                json.WriteNumber("pmi", pair.Pmi);
                json.WriteNumber("jaccard", pair.Jaccard);
                json.WriteNumber("score", pair.Score);
                json.WriteEndObject();
            });
            progress.Tick(pairs.Length);
        }

        return file.Count;
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
