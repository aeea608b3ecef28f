using Google.Protobuf.WellKnownTypes;
using SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Bus;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.BuildingBlocks.Tests.EventBus;

public sealed class EventPublisherTests
{
    private static readonly Topic<StringValue> Declared = new("test.entity.happened.v1", TopicClass.Work, 1, StringValue.Parser, _ => "");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Publish_TopicThatIsNotDeclared_IsRefused(int count)
    {
        using var log = new SqliteLog();
        using var bus = log.Open();
        var publisher = new EventPublisher(bus, [new RegisteredProducer(Declared)]);
        var events = Enumerable.Repeat(new OutgoingEvent<StringValue>("id", new StringValue()), count).ToArray();
        await publisher.PublishAsync(Declared, events, CancellationToken.None);

        var ex = await Assert.ThrowsAsync<InvalidOperationException>(() => publisher.PublishAsync(Declared with { Name = "test.entity.ended.v1" }, events, CancellationToken.None));

        Assert.Contains("AddProducer", ex.Message, StringComparison.Ordinal);
    }
}
