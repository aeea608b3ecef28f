using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>Records what is published. An id that is published again must have the same bytes.</summary>
internal sealed class RecordingBus(CrashPoint? crash = null) : IEventPublisher
{
    private readonly CrashPoint crash = crash ?? CrashPoint.Never;
    private readonly SortedDictionary<string, byte[]> published = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, byte[]> Published => published;

    public int Replayed { get; private set; }

    public IEnumerable<ShardExtracted> Shards => Read(Topics.ShardExtracted);

    public async Task PublishAsync<TEvent>(Topic<TEvent> topic, IReadOnlyList<OutgoingEvent<TEvent>> events, CancellationToken cancellationToken)
        where TEvent : class, IMessage<TEvent>
    {
        await crash.AroundAsync(() =>
        {
            foreach (var e in events)
                Keep($"{topic.Name} {e.Id}", e.Event.ToByteArray());
            return Task.CompletedTask;
        });
    }

    private void Keep(string id, byte[] bytes)
    {
        Assert.True(bytes.Length <= OutgoingEvent.MaxBytes, $"{id} has {bytes.Length} bytes.");
        if (published.TryGetValue(id, out var before))
        {
            Assert.Equal(before, bytes);
            Replayed++;
        }

        published[id] = bytes;
    }

    private IEnumerable<TEvent> Read<TEvent>(Topic<TEvent> topic)
        where TEvent : class, IMessage<TEvent> =>
        published.Where(p => p.Key.StartsWith(topic.Name + " ", StringComparison.Ordinal)).Select(p => topic.Parser.ParseFrom(p.Value));
}
