using System.Text.Json;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.SampleData.Tests.Listening;

[Collection(nameof(SampleFolder))]
public sealed class HistoryTests(SampleFolder sample)
{
    [Fact]
    public void Extended_Fields_AreTheRealOnesInOrder() => Assert.All(Extended(), row =>
        Assert.Equal(Golden.Lines("Listening.Fields.txt"), row.EnumerateObject().Select(field => field.Name)));

    [Fact]
    public void Extended_Rows_ContainIrregularValues()
    {
        var rows = Extended();
        Assert.Equal(SampleFolder.Options.Plays, rows.Count);
        var starts = rows.Select(row => row.GetProperty("offline_timestamp")).ToList();
        Assert.Contains(starts, start => start.ValueKind == JsonValueKind.Null);
        var numbers = starts.Where(start => start.ValueKind == JsonValueKind.Number).Select(start => start.GetInt64()).ToList();
        Assert.Contains(0, numbers);
        Assert.Contains(numbers, number => number is > 0 and < 100);
        Assert.Contains(numbers, number => number > 100_000_000_000);
        Assert.Contains(numbers, number => number is > 1_600_000_000 and < 2_000_000_000);
        Assert.Contains(rows, row => row.GetProperty("spotify_track_uri").ValueKind == JsonValueKind.Null && row.GetProperty("episode_show_name").ValueKind == JsonValueKind.String);
        Assert.Contains(rows, row => row.GetProperty("skipped").ValueKind == JsonValueKind.True);
        Assert.True(rows.Select(row => row.GetRawText()).Distinct().Count() < rows.Count);
        Assert.Equal(sample.Summary.Counts["listening/music_rows_from_30_s"], rows.Count(row =>
            row.GetProperty("spotify_track_uri").ValueKind == JsonValueKind.String && row.GetProperty("ms_played").GetInt32() >= 30_000));
    }

    [Fact]
    public void Extended_Tracks_AreInTheCatalog()
    {
        var known = sample.Truth("tracks.ndjson").ToDictionary(track => track.GetProperty("spotify_id").GetString()!, track => track.GetProperty("name").GetString());
        Assert.All(Extended().Where(row => row.GetProperty("spotify_track_uri").ValueKind == JsonValueKind.String), row =>
        {
            Assert.True(TrackId.TryParseAny(row.GetProperty("spotify_track_uri").GetString(), out var id));
            Assert.Equal(known[id.ToString()], row.GetProperty("master_metadata_track_name").GetString());
        });
    }

    [Fact]
    public void Short_Rows_AreTheLastYearOfTheExtended()
    {
        var music = Read("StreamingHistory_music_0.json");
        Assert.NotEmpty(music);
        Assert.All(music, row => Assert.Equal(["endTime", "artistName", "trackName", "msPlayed"], row.EnumerateObject().Select(field => field.Name)));
        var minutes = Extended().Select(row => (row.GetProperty("ts").GetString()![..16].Replace('T', ' '), row.GetProperty("ms_played").GetInt32())).ToHashSet();
        Assert.All(music, row => Assert.Contains((row.GetProperty("endTime").GetString()!, row.GetProperty("msPlayed").GetInt32()), minutes));
        Assert.Contains("\"endTime\" : \"", File.ReadAllText(sample.PathOf("listening", "StreamingHistory_music_0.json")), StringComparison.Ordinal);
    }

    private List<JsonElement> Extended() => [.. Directory.EnumerateFiles(sample.PathOf("listening"), "Streaming_History_Audio_*.json").Order(StringComparer.Ordinal).SelectMany(Read)];

    private List<JsonElement> Read(string name) => [.. JsonDocument.Parse(File.ReadAllText(sample.PathOf("listening", name))).RootElement.EnumerateArray()];
}
