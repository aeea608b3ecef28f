using System.Text.Json;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>What a run leaves out of databases and dumps is told by every command that shows a run.</summary>
public sealed class InputLossTests
{
    [Fact]
    public async Task Run_SampleWorld_TellsWhatWasLeftOutInTextJsonAndStatus()
    {
        using var world = await World.CreateAsync(tracks: 1_000, shards: 1, playlists: 200);

        var run = await Platform.RunAsync(world.RunArguments());

        Assert.Equal(0, run.ExitCode);
        using var outcome = JsonDocument.Parse(run.Output);
        var losses = Losses(outcome.RootElement);
        Assert.NotEqual(0, losses["tracks/invalid_values/isrc_invalid"]);
        Assert.NotEqual(0, losses["baskets/vanished"]);
        Assert.Contains($"Left out of tracks: {losses["tracks/invalid_values/isrc_invalid"]} invalid_values/isrc_invalid (tracks row ", run.Error, StringComparison.Ordinal);
        Assert.Contains($", 0 refused, {losses.Values.Sum():N0} left out, ", run.Error, StringComparison.Ordinal);
        Assert.All(outcome.RootElement.GetProperty("left_out").EnumerateArray(), loss => Assert.InRange(loss.GetProperty("positions").GetArrayLength(), 0, 10));

        Assert.Equal(losses, Losses(JsonDocument.Parse(await Platform.DoneAsync("status", "--data", world.Data, "--json")).RootElement));
        Assert.Contains("Left out of baskets: ", await Platform.DoneAsync("status", "--data", world.Data), StringComparison.Ordinal);
        Assert.Contains("first invalid_values/isrc_invalid at tracks row ", await Platform.DoneAsync("tables", "show", "tracks", "--data", world.Data), StringComparison.Ordinal);

        await using var serving = Platform.Start("run", "--input", world.Input, "--data", world.Data, "--port", "0", "--grpc-port", "0");
        var (json, grpc) = await serving.AddressesAsync();
        Assert.Equal(losses, Losses(JsonDocument.Parse(await Platform.DoneAsync("status", "--address", $"{grpc}", "--json")).RootElement));
        using var client = new HttpClient();
        var metrics = await client.GetStringAsync(new Uri(json, "metrics"));
        Assert.Contains($"pipeline_table_left_out{{", metrics, StringComparison.Ordinal);
    }

    private static SortedDictionary<string, long> Losses(JsonElement answer) => new(
        answer.GetProperty("left_out").EnumerateArray().ToDictionary(
            loss => $"{loss.GetProperty("table").GetString()}/{loss.GetProperty("reason").GetString()}", loss => loss.GetProperty("count").GetInt64()),
        StringComparer.Ordinal);
}
