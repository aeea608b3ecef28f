using System.Globalization;
using System.Text.Json;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Commands;

/// <summary><c>platform listening enrich</c> as a process against the fake Web API, and what the read API then answers.</summary>
public sealed class ListeningEnrichTests : IAsyncLifetime, IDisposable
{
    private const int Songs = 8;
    private readonly CommandWorld world = new();

    public Task InitializeAsync()
    {
        world.Library.Artists = 5;
        Directory.CreateDirectory(world.File("export"));
        var rows = Enumerable.Range(0, Songs).Select(i => new
        {
            ts = string.Create(CultureInfo.InvariantCulture, $"2024-01-{i + 1:00}T10:03:01Z"), ms_played = 181_000, master_metadata_track_name = $"Song {i}",
            master_metadata_album_artist_name = i == 7 ? "Nobody" : $"Invented Band {i % 5}",
            spotify_track_uri = i == 7 ? "spotify:track:2Unknown00000000000000" : $"spotify:track:{FakeLibrary.TrackId(i)}",
        });
        File.WriteAllText(Path.Combine(world.File("export"), "Streaming_History_Audio_2024.json"), JsonSerializer.Serialize(rows));
        return world.InitializeAsync();
    }

    public Task DisposeAsync() => world.DisposeAsync();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Enrich_OfAnExport_FillsTracksAndArtistsAndTheReadApi()
    {
        await DoneAsync($"listening ingest {world.File("export")}");
        var before = await world.RunAsync("listening enrich --dry-run --json");
        Assert.Contains("8 tracks and 6 artists lack metadata", before.Error, StringComparison.Ordinal);
        Assert.All(Coverage(before), column => Assert.Equal(0, column.Known));

        await DoneAsync("listening enrich");
        Assert.Equal(
            [
                "tracks.release_date 7 of 8", "tracks.release_year 7 of 8", "tracks.album_name 7 of 8", "tracks.duration_ms 7 of 8", "tracks.explicit 7 of 8", "tracks.popularity 7 of 8",
                "artists.artist_id 5 of 6", "artists.genres 5 of 6", "artists.popularity 5 of 6", "artists.followers 5 of 6",
            ],
            Coverage(await world.RunAsync("listening enrich --dry-run --json")).Select(column => $"{column.Name} {column.Known} of {column.Played}"));

        // What is not known is not asked for again, and a second run costs nothing.
        var spent = await DoneAsync("spotify status");
        Assert.Contains("Nothing to ask for", await DoneAsync("listening enrich"), StringComparison.Ordinal);
        Assert.Equal(spent.Split('\n')[0].Split(',')[1], (await DoneAsync("spotify status")).Split('\n')[0].Split(',')[1]);

        var track = await DoneAsync($"track spotify:track:{FakeLibrary.TrackId(3)} --json");
        Assert.Contains("\"release_date\": \"2021-05-06\"", track, StringComparison.Ordinal);
        Assert.Contains("SOURCE_WEB_API", track, StringComparison.Ordinal);
        Assert.Contains("invented pop", await DoneAsync($"artist {FakeLibrary.ArtistId(3)}"), StringComparison.Ordinal);
        Assert.Contains("invented pop", await DoneAsync("listening genres"), StringComparison.Ordinal);
        Assert.Contains("2020s", await DoneAsync("listening years"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enrich_WithoutPlaysOrCredentials_SaysWhatToDo()
    {
        Assert.Contains("has no plays", (await world.RunAsync("listening enrich")).Error, StringComparison.Ordinal);
        await DoneAsync($"listening ingest {world.File("export")}");
        var outcome = await world.RunAsync("listening enrich", withCredentials: false);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("SPOTIFY_CLIENT_", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await world.RunAsync("listening top artists", withCredentials: false)).ExitCode);
    }

    private static IEnumerable<(string Name, long Known, long Played)> Coverage(CommandOutcome outcome)
    {
        Assert.Equal(0, outcome.ExitCode);
        return [.. JsonDocument.Parse(outcome.Standard).RootElement.EnumerateArray().Select(column =>
            ($"{column.GetProperty("table").GetString()}.{column.GetProperty("column").GetString()}", column.GetProperty("known").GetInt64(), column.GetProperty("played").GetInt64()))];
    }

    private async Task<string> DoneAsync(string command)
    {
        var outcome = await world.RunAsync(command);
        Assert.True(outcome.ExitCode == 0, $"{command}: {outcome.Output}");
        return outcome.Output;
    }
}
