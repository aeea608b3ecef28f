using System.Text.Json;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>A sample world and data folders in a temporary folder.</summary>
internal sealed class World : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Input => folder.File("input");

    public string Truth => Path.Combine(Input, "truth");

    public string Data => folder.File("store");

    /// <summary>The default size has every kind of case and runs in seconds.</summary>
    public static async Task<World> CreateAsync(int tracks = 600, int shards = 3, int playlists = 500)
    {
        var world = new World();
        await Platform.DoneAsync("sample", "--out", world.Input, "--tracks", $"{tracks}", "--shards", $"{shards}", "--playlists", $"{playlists}", "--seed", "7");
        return world;
    }

    /// <summary>Another path in the temporary folder, such as a second data folder.</summary>
    public string OtherData(string name) => folder.File(name);

    public string[] RunArguments(string? data = null) =>
        ["run", "--input", Input, "--data", data ?? Data, "--until-idle", "--port", "0", "--grpc-port", "0", "--json"];

    /// <summary>The digest of each part of a data folder and of the whole: a difference names the part.</summary>
    public static Task<IReadOnlyList<string>> DigestAsync(string data) => DigestWithAsync([], data);

    /// <summary>The same with environment variables, such as those that choose a bucket.</summary>
    public static async Task<IReadOnlyList<string>> DigestWithAsync(Dictionary<string, string> environment, string data)
    {
        using var status = JsonDocument.Parse(await Platform.DoneWithAsync(environment, "status", "--data", data, "--digest", "--json"));
        return [
            .. status.RootElement.GetProperty("digest_parts").EnumerateObject().Select(part => $"{part.Name} {part.Value.GetString()}"),
            status.RootElement.GetProperty("digest").GetString()!,
        ];
    }

    public string Showcase()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Truth, "manifest.json")));
        return manifest.RootElement.GetProperty("showcase").GetString()!;
    }

    public void Dispose() => folder.Dispose();
}
