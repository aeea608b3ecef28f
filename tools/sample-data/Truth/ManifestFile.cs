using System.Text.Json;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Truth;

/// <summary>Writes <c>manifest.json</c>: options, rules and counts of the world.</summary>
internal static class ManifestFile
{
    public static void Write(string folder, SampleWorld world, TruthFiles truth, IReadOnlyDictionary<string, long> counts)
    {
        using var file = File.Create(Path.Combine(folder, "manifest.json"));
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("format", 1);
        Options(json, world.Options);
        json.WriteString("showcase", world.IdOf(truth.Showcase).ToString());
        json.WriteStartArray("shards");
        foreach (var shard in world.Shards.Names.Order(StringComparer.Ordinal))
            json.WriteStringValue(shard);
        json.WriteEndArray();
        Rules(json);
        json.WriteStartObject("truth");
        json.WriteString("tracks", truth.Sample.All ? "all" : "sample");
        json.WriteString("pairs", truth.Sample.AllPairs ? "all" : "sample");
        json.WriteEndObject();
        json.WriteStartObject("counts");
        foreach (var (name, count) in counts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            json.WriteNumber(name, count);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Options(Utf8JsonWriter json, SampleOptions options)
    {
        json.WriteStartObject("options");
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("tracks", options.Tracks);
        json.WriteNumber("shards", options.Shards);
        json.WriteNumber("playlists", options.Playlists);
        json.WriteNumber("analysis_detail", options.AnalysisDetail);
        json.WriteNumber("shard_share", options.ShardShare);
        json.WriteNumber("plays", options.Plays);
        json.WriteBoolean("full_size_shape", options.FullSizeShape);
        json.WriteBoolean("compress", options.Compress);
        json.WriteEndObject();
    }

    private static void Rules(Utf8JsonWriter json)
    {
        json.WriteStartObject("rules");
        json.WriteNumber("basket_smallest", Baskets.Smallest);
        json.WriteNumber("basket_largest", Baskets.Largest);
        json.WriteNumber("pair_popularity_above", TruePairs.PopularityAbove);
        json.WriteNumber("pair_support", TruePairs.Support);
        json.WriteNumber("pairs_per_track", TruePairs.PerTrack);
        json.WriteNumber("vector_popularity_from", Neighbours.PopularityFrom);
        json.WriteEndObject();
    }
}
