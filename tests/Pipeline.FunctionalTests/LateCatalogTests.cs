using System.Globalization;
using System.Text.Json;
using SpotifyPlatform.Pipeline.FunctionalTests.Crash;
using Xunit.Abstractions;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>
/// A catalogue that was still arriving when it was read: refused, and taken when it is whole, in whatever order threads get on.
/// <c>SPOTIFYPLATFORM_ORDER_SEEDS</c> is how many orders are tried.
/// </summary>
public sealed class LateCatalogTests(ITestOutputHelper log)
{
    private const int FirstSeed = 20261127;
    private const int DoneWithRefusals = 3;
    private const string Catalog = "spotify_clean.sqlite3";

    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("SPOTIFYPLATFORM_ORDER_SEEDS"), CultureInfo.InvariantCulture, out var seeds) ? seeds : 1;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_CutCatalogThenWhole_EndsAsAFreshRun(bool inOneGo)
    {
        using var world = await World.CreateAsync(tracks: 300, shards: 0, playlists: 300);
        Directory.Delete(Path.Combine(world.Input, "musicbrainz"), recursive: true);
        await Platform.DoneAsync(world.RunArguments());
        var expected = await TablesAsync(world.Data);
        var whole = Path.Combine(world.Input, "metadata");
        for (var seed = FirstSeed; seed < FirstSeed + Seeds; seed++)
        {
            log.WriteLine($"seed {seed}");
            var input = world.OtherData($"input-{seed}");
            var data = world.OtherData($"store-{seed}");
            var arriving = Directory.CreateDirectory(Path.Combine(input, "metadata")).FullName;
            var playlists = Directory.GetFiles(whole, "*playlists*").Single();
            await CutAsync(Path.Combine(whole, Catalog), Path.Combine(arriving, Catalog));
            foreach (var file in Directory.GetFiles(whole).Where(file => Path.GetFileName(file) != Catalog && file != playlists))
                File.Copy(file, Path.Combine(arriving, Path.GetFileName(file)));
            if (!inOneGo)
                await RunAsync(seed, input, data, DoneWithRefusals);
            File.Copy(playlists, Path.Combine(arriving, Path.GetFileName(playlists)));
            var refused = await RunAsync(seed, input, data, DoneWithRefusals);
            Assert.NotEmpty(refused);
            Assert.All(refused, sentence => Assert.Contains($"/{Catalog}", sentence, StringComparison.Ordinal));

            File.Copy(Path.Combine(whole, Catalog), Path.Combine(arriving, Catalog), overwrite: true);
            await RunAsync(seed, input, data, 0);

            Assert.Equal(expected, await TablesAsync(data));
            using var status = JsonDocument.Parse(await Platform.DoneAsync("status", "--data", data, "--json"));
            Assert.Equal(0, status.RootElement.GetProperty("refused").GetArrayLength());
            await RunAsync(seed, input, data, 0);
            Assert.Equal(expected, await TablesAsync(data));
        }
    }

    /// <returns>What is refused.</returns>
    private static async Task<IReadOnlyList<string>> RunAsync(int seed, string input, string data, int exitCode)
    {
        var finished = await Platform.RunWithAsync(CrashPoints.Pause(seed), "run", "--input", input, "--data", data, "--until-idle", "--port", "0", "--grpc-port", "0", "--json");
        Assert.True(finished.ExitCode == exitCode, $"the run ended with {finished.ExitCode}, wanted {exitCode}: {finished.Error}");
        using var outcome = JsonDocument.Parse(finished.Output);
        return [.. outcome.RootElement.GetProperty("refused").EnumerateArray().Select(sentence => sentence.GetString()!)];
    }

    private static async Task CutAsync(string from, string to)
    {
        var bytes = await File.ReadAllBytesAsync(from);
        await File.WriteAllBytesAsync(to, bytes[..(bytes.Length * 6 / 10)]);
    }

    private static async Task<IEnumerable<string>> TablesAsync(string data) =>
        (await World.DigestAsync(data)).Where(part => part.StartsWith("tables/", StringComparison.Ordinal));
}
