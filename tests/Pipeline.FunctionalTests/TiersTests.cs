using System.Text.Json;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>Tiers, from a request to the vector index, through the public interfaces.</summary>
public sealed class TiersTests
{
    private const string Accessed = "lookup.track.accessed.v1";

    [Fact]
    public async Task Get_TierBTrackThreeTimes_IsPromotedOnceAndStays()
    {
        using var world = await World.CreateAsync(shards: 0);
        await Platform.DoneAsync(world.RunArguments());
        var track = TierB(world);
        var before = (await StatusAsync(world)).GetProperty("vectors").GetInt64();

        // One access per batch, so that three requests are three events.
        await using (var platform = Platform.StartWith(
            new() { ["LookupGateway__Accesses__MaxBatchTracks"] = "1" },
            "run", "--input", world.Input, "--data", world.Data, "--port", "0", "--grpc-port", "0"))
        {
            using var http = new HttpClient { BaseAddress = (await platform.AddressesAsync()).Json };
            for (var i = 0; i < 3; i++)
                _ = await http.GetStringAsync($"/v1/tracks/{track}/features");
            Assert.Equal(1, (await Platform.RunAsync("promote", "--data", world.Data)).ExitCode);
            // The gateway publishes the accesses it still holds when it stops; the next run counts them.
            Assert.Equal(0, (await platform.StopAsync()).ExitCode);
        }

        await Platform.DoneAsync(world.RunArguments());
        Assert.True(HasCounted(await StatusAsync(world), 3));
        Assert.Equal(1, await PromotedAsync(world));
        Assert.Equal(0, await PromotedAsync(world));
        Assert.Equal(before + 1, (await StatusAsync(world)).GetProperty("vectors").GetInt64());
        await Platform.DoneAsync(world.RunArguments());
        Assert.Equal(before + 1, (await StatusAsync(world)).GetProperty("vectors").GetInt64());
    }

    [Fact]
    public async Task Precompute_PopularTracks_AnswersAsTheIndexDoesAndSaysSo()
    {
        using var world = await World.CreateAsync(shards: 0);
        await Platform.DoneAsync(world.RunArguments());
        var showcase = world.Showcase();
        using var searched = JsonDocument.Parse(await Platform.DoneAsync("similar", showcase, "--data", world.Data, "--json"));

        await Platform.DoneAsync("precompute", "--data", world.Data, "--seeds", "200");

        using var precomputed = JsonDocument.Parse(await Platform.DoneAsync("similar", showcase, "--data", world.Data, "--json"));
        Assert.Equal(["SOURCE_VECTOR_INDEX", "SOURCE_PRECOMPUTED"], new[] { searched, precomputed }.Select(answer => answer.RootElement.GetProperty("source").GetString()));
        Assert.Equal(searched.RootElement.GetProperty("similar").GetRawText(), precomputed.RootElement.GetProperty("similar").GetRawText());
        await Platform.DoneAsync("verify", "--truth", world.Truth, "--data", world.Data);
        using var again = JsonDocument.Parse(await Platform.DoneAsync("precompute", "--data", world.Data, "--seeds", "200", "--json"));
        Assert.Equal(0, again.RootElement.GetProperty("computed").GetInt64());
    }

    [Fact]
    public async Task Tiers_OfAWorld_CountItsTracksWithFeatures()
    {
        using var world = await World.CreateAsync(shards: 0);
        await Platform.DoneAsync(world.RunArguments());
        using var tiers = JsonDocument.Parse(await Platform.DoneAsync("tiers", "--data", world.Data, "--json", "--top", "100"));
        var popularities = Truth(world).Where(HasFeatures).Select(Popularity).ToList();
        foreach (var choice in tiers.RootElement.GetProperty("choices").EnumerateArray())
        {
            var threshold = choice.GetProperty("min_popularity").GetInt32();
            Assert.Equal(popularities.Count(popularity => popularity >= threshold), choice.GetProperty("tier_a").GetInt64());
        }

        using var withoutTop = JsonDocument.Parse(await Platform.DoneAsync("tiers", "--data", world.Data, "--json"));
        Assert.All(withoutTop.RootElement.GetProperty("choices").EnumerateArray(), choice => Assert.Equal(JsonValueKind.Null, choice.GetProperty("top").ValueKind));
        Assert.InRange(tiers.RootElement.GetProperty("choices").EnumerateArray().Last().GetProperty("tier_a").GetInt64(), 1, 100);
    }

    private static string TierB(World world) =>
        Truth(world).First(track => HasFeatures(track) && Popularity(track) is >= 10 and < 30).GetProperty("spotify_id").GetString()!;

    private static IEnumerable<JsonElement> Truth(World world) =>
        File.ReadLines(Path.Combine(world.Truth, "tracks.ndjson")).Select(line => JsonDocument.Parse(line).RootElement);

    private static bool HasFeatures(JsonElement track) => track.GetProperty("feature_row").GetString() == "present";

    private static int Popularity(JsonElement track) => track.GetProperty("popularity").GetInt32();

    private static bool HasCounted(JsonElement status, long events) => status.GetProperty("groups").EnumerateArray()
        .Any(group => group.GetProperty("topic").GetString() == Accessed && group.GetProperty("total").GetInt64() == events && group.GetProperty("pending").GetInt64() == 0);

    private static async Task<long> PromotedAsync(World world)
    {
        using var report = JsonDocument.Parse(await Platform.DoneAsync("promote", "--data", world.Data, "--json"));
        return report.RootElement.GetProperty("promoted").GetInt64();
    }

    private static async Task<JsonElement> StatusAsync(World world) =>
        JsonDocument.Parse(await Platform.DoneAsync("status", "--data", world.Data, "--json")).RootElement.Clone();
}
