using System.Text.Json;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>Playlists to pairs alone, from the command line.</summary>
public sealed class MineTests
{
    [Fact]
    public async Task Mine_PlannedThenDoneThenTheRestRun_EndsInTheTruth()
    {
        using var world = await World.CreateAsync();
        string[] arguments = ["mine", "--input", world.Input, "--data", world.Data, "--json"];

        using var plan = JsonDocument.Parse(await Platform.DoneAsync([.. arguments, "--plan"]));
        var ranges = plan.RootElement.GetProperty("ranges").EnumerateArray().ToList();
        Assert.Equal(plan.RootElement.GetProperty("pair_events").GetInt64(), ranges.Sum(range => range.GetProperty("pair_events").GetInt64()));
        Assert.Equal(plan.RootElement.GetProperty("tracks").GetInt32(), ranges[^1].GetProperty("end_row").GetInt32());
        Assert.Equal(0, await PairsAsync(world.Data));

        using var mined = JsonDocument.Parse(await Platform.DoneAsync(arguments));
        var pairs = mined.RootElement.GetProperty("pairs").GetInt64();
        Assert.Equal(File.ReadLines(Path.Combine(world.Truth, "pairs.ndjson")).LongCount(), pairs);

        // What mining left alone is done by the whole pipeline, which finds the pairs there.
        await Platform.DoneAsync(world.RunArguments());
        await Platform.DoneAsync("verify", "--truth", world.Truth, "--data", world.Data);
    }

    [Fact]
    public async Task Export_EveryPair_StandsOnceInTheFileOfItsFirstCharacter()
    {
        using var world = await World.CreateAsync();
        await Platform.DoneAsync("mine", "--input", world.Input, "--data", world.Data, "--top", "20");
        var output = world.OtherData("export");
        await Platform.DoneAsync("export", "playlist_cooccurrence", "--format", "ndjson", "--data", world.Data, "--output", output);

        var (lines, last) = (0L, "");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(output, "playlist_cooccurrence"), "*.ndjson").Order(StringComparer.Ordinal))
            foreach (var line in File.ReadLines(file))
            {
                using var pair = JsonDocument.Parse(line);
                var (a, b) = (pair.RootElement.GetProperty("track_a").GetString()!, pair.RootElement.GetProperty("track_b").GetString()!);
                Assert.Equal($"playlist_cooccurrence-{a[0]}.ndjson", Path.GetFileName(file));
                Assert.True(pair.RootElement.GetProperty("cooccurrence_count").GetInt64() >= 3);
                Assert.NotEqual(last, a + b);
                (lines, last) = (lines + 1, a + b);
            }

        Assert.Equal(await PairsAsync(world.Data), lines);

        // Without names, whatever is built is exported; what is not is said.
        var all = await Platform.RunAsync("export", "--data", world.Data, "--output", output);
        Assert.Equal(0, all.ExitCode);
        Assert.Contains("tracks is left out: it is not built yet.", all.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--memory", "4XB", "is not a size")]
    [InlineData("--memory", "1kB", "MemoryBytes")]
    [InlineData("--threads", "0", "Threads")]
    [InlineData("--min-count", "0", "MinPairCount")]
    public async Task Mine_AWrongOption_IsToldInASentence(string option, string value, string sentence)
    {
        using var world = await World.CreateAsync(tracks: 50, shards: 0, playlists: 10);
        var finished = await Platform.RunAsync("mine", "--input", world.Input, "--data", world.Data, option, value);
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(sentence, finished.Error, StringComparison.Ordinal);
    }

    private static async Task<long> PairsAsync(string data)
    {
        using var status = JsonDocument.Parse(await Platform.DoneAsync("status", "--data", data, "--json"));
        return status.RootElement.GetProperty("pairs").GetInt64();
    }
}
