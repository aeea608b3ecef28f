using Google.Protobuf;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Contracts.Xref.V1;

namespace SpotifyPlatform.Vectorizer.Tests.Consumers;

public sealed class EventValidatorTests
{
    private static readonly ByteString Short = ByteString.CopyFrom(1, 2, 3);

    public static TheoryData<string> Cases() => ["track", "artist", "features", "match", "mbid"];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Handle_KeyOfTheWrongLength_IsRefusedWhole(string kind)
    {
        var store = new FakeFeatureStore();
        using var vectorizer = new VectorizerProcess(store, new FakeVectorIndex());
        var refusal = await vectorizer.HandleAsync(Bad(kind));
        Assert.Equal("bad_event", refusal!.Reason);
        Assert.Contains("3 bytes", refusal.Detail, StringComparison.Ordinal);
        Assert.Empty(await store.GetAsync([Events.Track(1)], CancellationToken.None));
    }

    public static TheoryData<string> Accesses() => ["track", "producer", "count", "early", "late"];

    [Theory]
    [MemberData(nameof(Accesses))]
    public async Task Handle_AccessOutOfItsBounds_IsRefusedWhole(string kind)
    {
        var accesses = new FakeAccessStore();
        using var vectorizer = new VectorizerProcess(new FakeFeatureStore(), new FakeVectorIndex(), accessStore: accesses);
        var message = Events.Access(1, (1, 1), (2, kind == "count" ? 0 : 1));
        message.Producer = kind == "producer" ? Short : message.Producer;
        message.Tracks[1].SpotifyId = kind == "track" ? Short : message.Tracks[1].SpotifyId;
        message.Tracks[1].LastAccessedMs = kind switch { "early" => -1, "late" => long.MaxValue, _ => 1 };
        Assert.Equal("bad_event", (await vectorizer.HandleAsync(message))!.Reason);
        Assert.Empty(await accesses.GetAsync([Events.Track(1)], CancellationToken.None));
    }

    /// <summary>A valid row followed by an invalid one.</summary>
    private static IMessage Bad(string kind)
    {
        var (tracks, features, matches) = (Events.Describe((1, 50)), Events.Features(1), Events.Match((1, 1)));
        tracks.Tracks.Add(kind == "artist"
            ? new CatalogTrack { SpotifyId = tracks.Tracks[0].SpotifyId, Artists = { new CatalogArtist { SpotifyId = Short } } }
            : new CatalogTrack { SpotifyId = Short });
        features.Tracks.Add(new TrackAudioFeatures { SpotifyId = Short });
        matches.Matches.Add(kind == "mbid" ? new Match { SpotifyId = matches.Matches[0].SpotifyId, Mbid = Short } : new Match { SpotifyId = Short });
        return kind switch
        {
            "track" or "artist" => tracks,
            "features" => features,
            _ => matches,
        };
    }
}
