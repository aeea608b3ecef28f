using System.Text.Json;
using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData;

namespace SpotifyPlatform.Xref.Tests;

/// <summary>Generated sample data, whose expected matches are computed without this service's code.</summary>
public sealed class SampleWorldTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Match_SampleWorld_IsItsTruth()
    {
        await new SampleWorldWriter(new SampleOptions { Tracks = 2_000, Shards = 0, Playlists = 0, Plays = 0, Seed = 20261121 }).WriteAsync(folder.File("sample"));
        File.Move(folder.File("sample/musicbrainz/mbdump.tar"), folder.File("mbdump.tar"));
        var truth = File.ReadLines(folder.File("sample/truth/tracks.ndjson")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        using var xref = new XrefWorld(folder.Path);
        await xref.PublishTracksAsync(truth.Select(Row));
        await xref.AnnounceAsync(DumpBuilder.Announce(folder.File("mbdump.tar"), "mbdump.tar"));
        await xref.DeriveAsync();
        var found = (await xref.Matches.GetAsync([.. truth.Select(Id)], CancellationToken.None)).ToDictionary(match => match.Id);
        Assert.Equal(truth.Count, found.Count);
        Assert.All(truth, track => Assert.Equal(track.GetProperty("mbid").GetString(), found[Id(track)].Mbid?.ToString()));
        Assert.InRange(found.Values.Count(match => match.Mbid is not null), truth.Count / 5, truth.Count / 2);
    }

    public void Dispose() => folder.Dispose();

    private static TrackId Id(JsonElement track) => TrackId.Parse(track.GetProperty("spotify_id").GetString()!);

    private static CatalogRow Row(JsonElement track) =>
        new(Id(track), track.GetProperty("isrc_normal").GetString() ?? "", track.GetProperty("duration_ms").GetInt64(), 0);
}
