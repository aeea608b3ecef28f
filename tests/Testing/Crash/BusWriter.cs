using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Sqlite.Bus;

namespace SpotifyPlatform.Testing.Crash;

/// <summary>Publishes from four publishers at once and prints an event's id when the bus has accepted it, until it is killed.</summary>
internal static class BusWriter
{
    /// <param name="log">The bus's database file.</param>
    /// <param name="first">The first number of each publisher.</param>
    public static async Task RunAsync(string log, string topicName, string first)
    {
        using var bus = new SqliteEventBus(log, new TopicOptions(), TimeProvider.System);
        var topic = new Topic<StringValue>(topicName, TopicClass.Work, 4, StringValue.Parser, message => message.Value.Split('#')[0]);
        var events = new EventPublisher(bus, [new RegisteredProducer(topic)]);
        var start = int.Parse(first, CultureInfo.InvariantCulture);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(publisher => Task.Run(async () =>
        {
            for (var number = start; ; number++)
            {
                var id = $"{publisher}#{number}";
                await events.PublishAsync(topic, [new OutgoingEvent<StringValue>(id, new StringValue { Value = id })], CancellationToken.None);
                lock (bus)
                    Console.WriteLine(id);
            }
        })));
    }
}
