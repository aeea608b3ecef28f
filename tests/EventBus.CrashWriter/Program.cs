using Google.Protobuf.WellKnownTypes;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.EventBus.Sqlite;

// Publishes without end from four publishers at once and prints an event's id when the bus has taken it, until it is killed.
// Arguments: the log, the topic, the first number of each publisher.
using var bus = new SqliteEventBus(args[0], TimeProvider.System);
var topic = new Topic<StringValue>(args[1], 4, StringValue.Parser);
var first = int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture);
await Task.WhenAll(Enumerable.Range(0, 4).Select(publisher => Task.Run(async () =>
{
    for (var number = first; ; number++)
    {
        var id = $"{publisher}#{number}";
        await bus.PublishAsync(topic, [new OutgoingEvent<StringValue>($"key-{publisher}", id, new StringValue { Value = id })], CancellationToken.None);
        lock (bus)
            Console.WriteLine(id);
    }
})));
