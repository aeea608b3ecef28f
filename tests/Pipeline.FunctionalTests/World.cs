using System.Text.Json;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>A temporary folder with a sample world and a data folder.</summary>
internal sealed class World : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("spotifyplatform-").FullName;

    public string Input => Path.Combine(root, "input");

    public string Truth => Path.Combine(Input, "truth");

    public string Data => Path.Combine(root, "store");

    /// <summary>A world that is large enough to hold every case and small enough to run in seconds.</summary>
    public static async Task<World> CreateAsync(int tracks = 600, int shards = 3, int playlists = 500)
    {
        var world = new World();
        await Platform.DoneAsync("sample", "--out", world.Input, "--tracks", $"{tracks}", "--shards", $"{shards}", "--playlists", $"{playlists}", "--seed", "7");
        return world;
    }

    /// <summary>The same input with a data folder of its own.</summary>
    public string OtherData(string name) => Path.Combine(root, name);

    public string[] RunArguments(string? data = null) =>
        ["run", "--input", Input, "--data", data ?? Data, "--until-idle", "--port", "0", "--grpc-port", "0", "--json"];

    /// <summary>The digest over every stored row and every extracted file, and of each part, so that a difference says where it is.</summary>
    public static async Task<IReadOnlyList<string>> DigestAsync(string data)
    {
        using var status = JsonDocument.Parse(await Platform.DoneAsync("status", "--data", data, "--digest", "--json"));
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

    public void Dispose() => Directory.Delete(root, recursive: true);
}
