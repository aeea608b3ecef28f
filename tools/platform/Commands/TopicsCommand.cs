using System.CommandLine;
using Microsoft.Extensions.Options;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Kafka;
using SpotifyPlatform.Kafka.Topics;
using SpotifyPlatform.Platform.Hosting;
using AllTopics = SpotifyPlatform.Contracts.Topics;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform topics</c>: the topics of the platform on a Kafka broker.</summary>
internal static class TopicsCommand
{
    public static Command Create() => new("topics", "The topics of the platform on a Kafka broker.") { Apply(), Check(), TopicAclsCommand.Create(Kafka()) };

    private static Command Apply()
    {
        var kafka = Kafka();
        var command = new Command("apply", """
            Creates missing topics, adds partitions and sets retention and compaction. It changes only what differs.

            Example:
              platform topics apply --kafka localhost:9092
            """)
        {
            kafka,
        };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(kafka), topics => topics.ApplyAsync(stop), drift => drift.IsMended));
        return command;
    }

    private static Command Check()
    {
        var kafka = Kafka();
        var command = new Command("check", """
            Names what differs on the broker from what the platform wants, and changes nothing.

            Example:
              platform topics check --kafka localhost:9092
            """)
        {
            kafka,
        };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(kafka), topics => topics.CheckAsync(stop), _ => false));
        return command;
    }

    private static Option<string?> Kafka() => new("--kafka") { Description = "Brokers, as host:port,host:port. Other settings, and this one by default, come from the environment (Kafka__...)." };

    /// <param name="isMended">Whether the run has mended a difference.</param>
    private static async Task<int> RunAsync(string? kafka, Func<TopicAdministrator, Task<IReadOnlyList<TopicDrift>>> run, Func<TopicDrift, bool> isMended)
    {
        await using var services = PlatformHost.OnKafka(kafka);
        var groups = services.GetServices<RegisteredConsumer>().Where(consumer => consumer.DeadLetters is not null).Select(consumer => (consumer.Topic, consumer.Group)).ToList();
        using var topics = new TopicAdministrator(
            services.GetRequiredService<IOptions<KafkaOptions>>().Value, services.GetRequiredService<IOptions<TopicOptions>>().Value, AllTopics.All, groups,
            services.GetRequiredService<ILogger<TopicAdministrator>>());
        var drift = await run(topics);
        foreach (var differs in drift)
            Console.WriteLine($"{differs.Topic} {differs.What}{(isMended(differs) ? ": done" : "")}");
        if (drift.Count == 0)
            Console.WriteLine("All topics are as wanted.");
        return drift.All(isMended) ? ExitCode.Done : ExitCode.Failed;
    }
}
