using System.CommandLine;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Platform.Hosting;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform republish</c>: announces a file or shard again.</summary>
internal static class RepublishCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The file or shard by the end of its announcement's key, such as shard/0a, 0a or catalog." };
        var data = CommonOptions.Data();
        var command = new Command("republish", """
            Announces again what is announced of a file or shard, under the same id, so that every service handles it once more: after a store
            or a consumer's position was lost. Handling it twice changes nothing. Not beside a running platform; the next run handles it.

            Example:
              platform republish shard/0a --data data/store
            """)
        {
            name, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Lookup(CommonOptions.Existing(parsed.GetValue(data)!));
            var topics = await services.GetRequiredService<Republisher>().RepublishAsync(parsed.GetValue(name)!, stop);
            if (topics.Count == 0)
                throw new CommandException($"Nothing is announced of '{parsed.GetValue(name)}'.");
            Console.WriteLine($"Announced {parsed.GetValue(name)} again on {string.Join(", ", topics.Select(topic => topic.Name))}; the next run handles it.");
            return ExitCode.Done;
        });
        return command;
    }
}
