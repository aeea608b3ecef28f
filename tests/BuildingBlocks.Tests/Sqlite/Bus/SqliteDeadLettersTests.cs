using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Bus;

public sealed class SqliteDeadLettersTests
{
    [Fact]
    public async Task ReadLatest_SeveralRefused_AreNewestFirstWithTheirReasons()
    {
        var folder = Directory.CreateTempSubdirectory();
        using (var bus = new SqliteEventBus(Path.Combine(folder.FullName, "bus.sqlite"), TimeProvider.System))
        {
            await using var subscription = bus.Subscribe(Topics.TracksMatched, "vectorizer");
            for (var i = 0; i < 3; i++)
                await bus.DeadLetterAsync(
                    new ReceivedEvent(Topics.TracksMatched.Name, 0, i, $"key{i}", $"id{i}", new byte[1]), "vectorizer", new Refusal("unreadable", $"No. {i}"), CancellationToken.None);

            var latest = await bus.ReadLatestAsync(2, CancellationToken.None);

            Assert.Equal(["key2", "key1"], latest.Select(refused => refused.Key));
            Assert.Equal(new Refusal("unreadable", "No. 2"), latest[0].Refusal);
        }

        folder.Delete(recursive: true);
    }
}
