using System.Text.Json;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Catalog.V1;
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
        using var xref = new XrefProcess(folder.Path, new FakeEventBus(), options: new XrefOptions { RematchBatchTracks = 100 });

        // A third before the dump, the rest after it.
        foreach (var (index, batch) in truth.Select(Row).Chunk(200).Index())
        {
            if (index == 3)
                Assert.Null(await xref.HandleAsync(DumpBuilder.Announce(folder.File("mbdump.tar"), "mbdump.tar")));
            Assert.Null(await xref.HandleAsync(Scenario.Batch(batch)));
        }

        var found = (await xref.Store.GetAsync([.. truth.Select(Id)], CancellationToken.None)).ToDictionary(match => match.Id);
        Assert.Equal(truth.Count, found.Count);
        Assert.All(truth, track => Assert.Equal(track.GetProperty("mbid").GetString(), found[Id(track)].Mbid?.ToString()));
        Assert.InRange(found.Values.Count(match => match.Mbid is not null), truth.Count / 5, truth.Count / 2);
    }

    public void Dispose() => folder.Dispose();

    private static TrackId Id(JsonElement track) => TrackId.Parse(track.GetProperty("spotify_id").GetString()!);

    private static CatalogTrack Row(JsonElement track) => new()
    {
        SpotifyId = ByteString.CopyFrom(Id(track).ToKey()),
        Isrc = track.GetProperty("isrc_normal").GetString() ?? "",
        DurationMs = track.GetProperty("duration_ms").GetInt64(),
    };
}
