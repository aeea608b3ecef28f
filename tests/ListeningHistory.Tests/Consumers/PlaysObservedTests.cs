using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Consumers;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Tests.Support;

namespace SpotifyPlatform.ListeningHistory.Tests.Consumers;

/// <summary>Plays of the Web API beside those of exports.</summary>
public sealed class PlaysObservedTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2024, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private readonly ListeningWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Handle_TheSamePlayAgain_ChangesNothing()
    {
        await HandleAsync(Play(Noon));
        var revision = world.Stores.Open(world.Account).Revision;
        await HandleAsync(Play(Noon));
        Assert.Single(world.Rows());
        Assert.Equal(revision, world.Stores.Open(world.Account).Revision);
    }

    [Fact]
    public async Task Handle_WithoutTimePlayed_EstimatesItByLengthAndGap()
    {
        await HandleAsync(Play(Noon), Play(Noon.AddSeconds(50), song: 2));
        Assert.Equal([(181_000L, PlaySource.Api), (50_000L, PlaySource.Api)], world.Rows().Select(row => (row.MsPlayed, row.Source)));
    }

    [Fact]
    public async Task Export_OfTheSamePlay_TakesItsPlaceAndKeepsTheContext()
    {
        await HandleAsync(Play(Noon.AddMilliseconds(3_400)));
        await world.ImportAsync(world.Write(ListeningWorld.AudioFile, ExportRow.Extended("2024-01-15T12:00:00Z", 100_000)));
        var row = Assert.Single(world.Rows(), row => row.Counts);
        Assert.Equal((PlaySource.Extended, 100_000L, "playlist"), (row.Source, row.MsPlayed, row.ContextType));
        Assert.Single(world.Rows(), row => row.Outcome == PlayOutcome.Superseded);
    }

    [Fact]
    public async Task Export_OfARelinkedTrack_IsTheSamePlayByItsNames()
    {
        await HandleAsync(Play(Noon, song: 1, uri: ExportRow.Uri(99)));
        await world.ImportAsync(world.Write(ListeningWorld.AudioFile, ExportRow.Extended("2024-01-15T12:00:00Z", 100_000)));
        Assert.Single(world.Rows(), row => row.Counts);
    }

    [Theory]
    [InlineData(30, 1)]
    [InlineData(31, 2)]
    public async Task Export_SecondsAway_IsTheSamePlayUpToThirty(int seconds, int plays)
    {
        await HandleAsync(Play(Noon.AddSeconds(seconds)));
        await world.ImportAsync(world.Write(ListeningWorld.AudioFile, ExportRow.Extended("2024-01-15T12:00:00Z", 100_000)));
        Assert.Equal(plays, world.Rows().Count(row => row.Outcome != PlayOutcome.Superseded));
    }

    [Fact]
    public async Task Export_OfTwoPlaysNearOneOfTheWebApi_TakesOneOfThem()
    {
        await HandleAsync(Play(Noon.AddSeconds(20)), Play(Noon.AddSeconds(24)));
        await world.ImportAsync(world.Write(ListeningWorld.AudioFile, ExportRow.Extended("2024-01-15T12:00:00Z", 31_000)));
        Assert.Equal([false, true], world.Rows().Where(row => row.Source == PlaySource.Api).Select(row => row.Outcome != PlayOutcome.Superseded));
    }

    [Fact]
    public async Task Undo_OfTheExport_BringsThePlayOfTheWebApiBack()
    {
        await HandleAsync(Play(Noon));
        var report = await world.ImportAsync(world.Write(ListeningWorld.AudioFile, ExportRow.Extended("2024-01-15T12:00:00Z", 100_000)));
        await world.Imports.UndoAsync(world.Account, report.ImportId!.Value, CancellationToken.None);
        Assert.Equal(PlaySource.Api, Assert.Single(world.Rows(), row => row.Counts).Source);
    }

    [Theory]
    [InlineData("No Name", 1_705_320_000_000, "spotify:track:x")]
    [InlineData("me", 0, "spotify:track:x")]
    [InlineData("me", 1_705_320_000_000, "")]
    public async Task Handle_AnEventThatCannotBe_IsRefused(string account, long playedAt, string uri)
    {
        var message = new PlaysObserved { Account = account, Plays = { new ObservedPlay { PlayedAtMs = playedAt, TrackUri = uri } } };
        Assert.NotNull(await Consumer().HandleAsync(message, CancellationToken.None));
    }

    private PlaysObservedConsumer Consumer() => new(world.Stores, [world.Changes]);

    private async Task HandleAsync(params ObservedPlay[] plays)
    {
        foreach (var play in plays)
            Assert.Null(await Consumer().HandleAsync(new PlaysObserved { Account = "me", Plays = { play } }, CancellationToken.None));
    }

    private static ObservedPlay Play(DateTimeOffset at, int song = 1, string? uri = null) => new()
    {
        PlayedAtMs = at.ToUnixTimeMilliseconds(), TrackUri = uri ?? ExportRow.Uri(song), TrackName = $"Song {song}", ArtistName = "Invented Band", AlbumName = "Album",
        DurationMs = 181_000, ContextType = "playlist", ContextUri = "spotify:playlist:x",
    };
}
