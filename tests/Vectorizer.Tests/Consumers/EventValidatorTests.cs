using Google.Protobuf;

namespace SpotifyPlatform.Vectorizer.Tests.Consumers;

public sealed class EventValidatorTests
{
    private static readonly ByteString Short = ByteString.CopyFrom(1, 2, 3);

    public static TheoryData<string> Accesses() => ["track", "producer", "count", "early", "late"];

    [Theory]
    [MemberData(nameof(Accesses))]
    public async Task Handle_AccessOutOfItsBounds_IsRefusedWhole(string kind)
    {
        var accesses = new FakeAccessStore();
        using var vectorizer = new VectorizerProcess(new FakeFeatureStore(), new FakeVectorIndex(), accesses);
        var message = Events.Access(1, (1, 1), (2, kind == "count" ? 0 : 1));
        message.Producer = kind == "producer" ? Short : message.Producer;
        message.Tracks[1].SpotifyId = kind == "track" ? Short : message.Tracks[1].SpotifyId;
        message.Tracks[1].LastAccessedMs = kind switch { "early" => -1, "late" => long.MaxValue, _ => 1 };
        Assert.Equal("bad_event", (await vectorizer.HandleAsync(message))!.Reason);
        Assert.Empty(await accesses.GetAsync([Events.Track(1)], CancellationToken.None));
    }
}
