using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.LookupGateway.Api;
using SpotifyPlatform.Platform;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Maintenance;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Faults;

/// <summary>A data folder after an undisturbed run, with an account's listening and requests of tracks, and what it answers.</summary>
internal sealed class FaultyWorld : IDisposable
{
    private const string Export = """
        [{"ts":"2024-01-15T10:03:01Z","ms_played":181000,"master_metadata_track_name":"Song 1","master_metadata_album_artist_name":"Invented Band",
          "spotify_track_uri":"spotify:track:0Invented0000000000001"},
         {"ts":"2024-01-15T10:09:01Z","ms_played":201000,"master_metadata_track_name":"Song 2","master_metadata_album_artist_name":"Invented Band",
          "spotify_track_uri":"spotify:track:0Invented0000000000002"}]
        """;

    private FaultyWorld(World world) => World = world;

    public World World { get; }

    public IReadOnlyList<string> Tracks { get; private set; } = [];

    public IReadOnlyDictionary<string, object> Answers { get; private set; } = new Dictionary<string, object>();

    public static async Task<FaultyWorld> CreateAsync()
    {
        var faulty = new FaultyWorld(await World.CreateAsync(tracks: 300, shards: 3, playlists: 200));
        var world = faulty.World;
        await Platform.DoneAsync(world.RunArguments());
        var export = world.OtherData("Streaming_History_Audio_2024.json");
        await File.WriteAllTextAsync(export, Export);
        await Platform.DoneAsync("listening", "ingest", export, "--data", world.Data);
        faulty.Tracks = [.. File.ReadLines(Path.Combine(world.Truth, "tracks.ndjson")).Where((_, i) => i % 20 == 0).Select(TrackOf)];
        await faulty.RequestTracksAsync();
        faulty.Answers = await faulty.AskAsync(world.Data);
        Assert.NotEmpty(faulty.Answers);
        Assert.Empty(await CheckAsync(world.Data));
        return faulty;
    }

    public async Task<IReadOnlyDictionary<string, object>> AskAsync(string data)
    {
        await using var services = PlatformHost.Lookup(new DataFolder(data));
        try
        {
            return await new Questions(services.GetRequiredService<LookupApi>(), services.GetRequiredService<TablesApi>(), Tracks).AskAsync();
        }
        catch (InvalidDataException ex)
        {
            // A database that cannot be opened ends a command before it asks.
            return Answers.Keys.ToDictionary(question => question, _ => (object)ex);
        }
    }

    public static async Task<IReadOnlyList<StoreFinding>> CheckAsync(string data)
    {
        var folder = new DataFolder(data);
        await using var services = PlatformHost.Reading(folder);
        return await new StoreCheck(folder, services).FindAsync(null, default);
    }

    /// <summary>What is wrong with a check of a folder with one bad file: it must name it, unless no row of a database is changed.</summary>
    public async Task<string?> MissedAsync(string data, string path, Func<string?> digest)
    {
        var findings = await CheckAsync(data);
        var file = new DataFolder(data).Relative(path);
        // A key of the artifact store has its file under an encoded name.
        if (findings.Any(finding => Uri.UnescapeDataString(file).Contains(finding.File, StringComparison.Ordinal)))
            return null;
        var good = StoreFiles.IsDatabase(path) ? DigestOf(Path.Combine(World.Data, file)) : null;
        return good is not null && good == digest() ? null : $"the check names {(findings.Count == 0 ? "nothing" : string.Join("; ", findings))}";
    }

    public static string? DigestOf(string database)
    {
        try
        {
            return LogicalDigest.Of(database).Sha256;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    public void Dispose() => World.Dispose();

    private static string TrackOf(string line)
    {
        using var track = JsonDocument.Parse(line);
        return track.RootElement.GetProperty("spotify_id").GetString()!;
    }

    /// <summary>So that the store of accesses has rows.</summary>
    private async Task RequestTracksAsync()
    {
        await using var platform = Platform.Start("run", "--input", World.Input, "--data", World.Data, "--port", "0", "--grpc-port", "0");
        var (json, _) = await platform.AddressesAsync();
        using var http = new HttpClient { BaseAddress = json };
        foreach (var track in Tracks)
            await http.GetStringAsync($"/v1/tracks/{track}");
        Assert.Equal(0, (await platform.StopAsync()).ExitCode);
        await Platform.DoneAsync(World.RunArguments());
    }
}
