using System.Text.Json;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>Files of the data set that go bad after their tables were made.</summary>
public sealed class WithdrawalTests
{
    [Fact]
    public async Task Verify_FilesThatWentBad_MakesTheirTablesStaleUntilTheyArePutBack()
    {
        using var world = await World.CreateAsync(tracks: 300, shards: 2, playlists: 20);
        await Platform.DoneAsync(world.RunArguments());
        var digest = await TablesAsync(world);
        string[] verify = ["acquire", "verify", "--input", world.Input, "--data", world.Data];
        Assert.Contains("0 are damaged", await Platform.DoneAsync(verify), StringComparison.Ordinal);
        var shard = Directory.EnumerateFiles(world.Input, "*.jsonl.zst", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var features = Directory.EnumerateFiles(world.Input, "spotify_clean_audio_features.sqlite3*", SearchOption.AllDirectories).Single();
        var whole = new[] { shard, features }.ToDictionary(path => path, File.ReadAllBytes);
        foreach (var path in whole.Keys)
            Damage(path);

        var found = await Platform.RunAsync(verify);

        Assert.Equal(1, found.ExitCode);
        Assert.All(whole.Keys, path => Assert.Contains($"{Path.GetFileName(path)} is damaged", found.Output, StringComparison.Ordinal));
        // The run takes neither, and the tables that it had stay.
        Assert.Equal(3, (await Platform.RunAsync(world.RunArguments())).ExitCode);
        Assert.Equal(2, await CountStaleAsync(world));
        Assert.Contains(world.Showcase(), await Platform.DoneAsync("track", world.Showcase(), "--data", world.Data), StringComparison.Ordinal);

        foreach (var (path, bytes) in whole)
            await File.WriteAllBytesAsync(path, bytes);
        await Platform.DoneAsync(world.RunArguments());

        Assert.Equal(0, await CountStaleAsync(world));
        Assert.Equal(digest, await TablesAsync(world));
        Assert.Contains("0 are damaged", await Platform.DoneAsync(verify), StringComparison.Ordinal);
    }

    /// <summary>All but the acquirer's own records, which keep what happened to the files, and the digest of the whole.</summary>
    private static async Task<IEnumerable<string>> TablesAsync(World world) =>
        (await World.DigestAsync(world.Data)).SkipLast(1).Where(part => !part.StartsWith("acquirer.sqlite ", StringComparison.Ordinal));

    private static async Task<int> CountStaleAsync(World world)
    {
        using var tables = JsonDocument.Parse(await Platform.DoneAsync("tables", "--data", world.Data, "--json"));
        return tables.RootElement.EnumerateArray().Count(table => table.GetProperty("state").GetString() == "stale");
    }

    /// <summary>Flips a bit as a bad disk does: nothing else of the file changes.</summary>
    private static void Damage(string path)
    {
        var written = File.GetLastWriteTimeUtc(path);
        var bytes = File.ReadAllBytes(path);
        bytes[^100] ^= 1;
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, written);
    }
}
