using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Xref.Consumers;

namespace SpotifyPlatform.Xref.Tests.Consumers;

public sealed class MatchPublisherTests
{
    [Fact]
    public async Task Publish_MoreThanAnEventHolds_SplitsBelowTheLimit()
    {
        var matches = Enumerable.Range(0, MatchPublisher.MatchesPerEvent + 1).Select(n => Match(new TrackId((UInt128)n))).ToList();
        var bus = new FakeEventBus();
        await new MatchPublisher(bus).PublishAsync(matches, CancellationToken.None);
        Assert.Equal([MatchPublisher.MatchesPerEvent, 1], bus.Published.Select(e => e.Event.Matches.Count));
        Assert.InRange(bus.Published[0].Event.CalculateSize(), OutgoingEvent.MaxBytes * 3 / 4, OutgoingEvent.MaxBytes);
    }

    [Fact]
    public async Task Publish_Tracks_ShareTheThreeHighestBitsThatAreTheKey()
    {
        var bus = new FakeEventBus();
        await new MatchPublisher(bus).PublishAsync([.. Enumerable.Range(1, 20).Select(n => Match(Scenario.Track(n)))], CancellationToken.None);
        var keys = bus.Published.Select(e => Topics.TracksMatched.Key(e.Event)).ToList();
        Assert.Equal(keys.Distinct(), keys);
        Assert.InRange(keys.Count, 2, 8);
        Assert.All(bus.Published, e => Assert.All(e.Event.Matches, match => Assert.Equal(Topics.TracksMatched.Key(e.Event), $"{match.SpotifyId[0] >> 5}")));
    }

    [Fact]
    public async Task Publish_TheSameMatchesInAnyOrder_HasTheSameIdsAndBytes()
    {
        TrackMatch[] matches = [.. Enumerable.Range(1, 20).Select(n => Match(Scenario.Track(n)))];
        var (one, other) = (new FakeEventBus(), new FakeEventBus());
        await new MatchPublisher(one).PublishAsync(matches, CancellationToken.None);
        await new MatchPublisher(other).PublishAsync([.. matches.Reverse()], CancellationToken.None);
        Assert.Equal(one.Published.Select(e => (e.Id, e.Event.ToByteString())), other.Published.Select(e => (e.Id, e.Event.ToByteString())));
        Assert.Equal(one.Published.Count, one.Published.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task Publish_MatchAndWithdrawal_AreWrittenAsTheContractSays()
    {
        var bus = new FakeEventBus();
        var (matched, withdrawn) = (Match(Scenario.Track(7)), TrackMatch.None(Scenario.Track(14), null));
        await new MatchPublisher(bus).PublishAsync([matched, withdrawn], CancellationToken.None);
        var matches = Assert.Single(bus.Published).Event.Matches;
        Assert.Equal(Scenario.Track(7).ToKey(), matches[0].SpotifyId.ToByteArray());
        Assert.Equal(Scenario.Gid(1).ToString("N"), Convert.ToHexStringLower(matches[0].Mbid.Span));
        Assert.Equal((1.0, "isrc_exact"), (matches[0].Confidence, matches[0].Method));
        Assert.Equal((0, 0.0, "no_match"), (matches[1].Mbid.Length, matches[1].Confidence, matches[1].Method));
    }

    private static TrackMatch Match(TrackId id) => new(id, null, Scenario.Mbid(1), 1, MatchMethod.IsrcExact);
}
