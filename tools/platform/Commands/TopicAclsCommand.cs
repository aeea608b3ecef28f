using System.CommandLine;
using Microsoft.Extensions.Options;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Kafka;
using SpotifyPlatform.Kafka.Rights;
using SpotifyPlatform.Platform.Hosting;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform topics acls</c>: the least rights of each service's principal.</summary>
internal static class TopicAclsCommand
{
    public static Command Create(Option<string?> kafka)
    {
        var apply = new Option<bool>("--apply") { Description = "Grants what is missing on the broker, and names it. Nothing is taken away." };
        var principals = new Option<string[]>("--principal") { Description = "SERVICE=PRINCIPAL, such as xref=User:CN=xref, in place of User:SERVICE.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("acls", """
            Lists the least rights that each service's principal needs on Kafka, from what the service consumes and publishes. With --apply it grants
            those that are missing, as an administrator of the cluster (Kafka__Username, Kafka__Password); applying again changes nothing.

            Example:
              platform topics acls
              platform topics acls --apply --kafka localhost:9092 --principal xref=User:matcher
            """)
        {
            apply, principals, kafka,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var names = Names(parsed.GetValue(principals) ?? []);
            var wanted = PlatformHost.ServiceNames.Select(service => (Principal: names.GetValueOrDefault(service, $"User:{service}"), Rights: RightsOf(service))).ToList();
            if (parsed.GetValue(apply))
                await GrantAsync(parsed.GetValue(kafka), wanted, stop);
            else
                foreach (var (principal, rights) in wanted)
                    Write(principal, rights);
            return ExitCode.Done;
        });
        return command;
    }

    private static IReadOnlyList<WantedRight> RightsOf(string service)
    {
        using var services = PlatformHost.OnKafka(bootstrapServers: null, service);
        return WantedRight.Of([.. services.GetServices<RegisteredConsumer>()], [.. services.GetServices<RegisteredProducer>()]);
    }

    private static Dictionary<string, string> Names(IReadOnlyList<string> principals)
    {
        var names = new Dictionary<string, string>();
        foreach (var principal in principals)
        {
            var parts = principal.Split('=', 2);
            if (!PlatformHost.ServiceNames.Contains(parts[0]))
                throw new UsageException($"'{parts[0]}' is no service. Services are {string.Join(", ", PlatformHost.ServiceNames)}.");
            if (parts.Length < 2 || !parts[1].Contains(':', StringComparison.Ordinal))
                throw new UsageException($"'{principal}' names no principal: write {parts[0]}=User:NAME.");
            names[parts[0]] = parts[1];
        }

        return names;
    }

    private static async Task GrantAsync(string? kafka, IReadOnlyList<(string Principal, IReadOnlyList<WantedRight> Rights)> wanted, CancellationToken stop)
    {
        await using var services = PlatformHost.OnKafka(kafka);
        using var acls = new AclAdministrator(services.GetRequiredService<IOptions<KafkaOptions>>().Value, services.GetRequiredService<ILogger<AclAdministrator>>());
        var granted = 0;
        foreach (var (principal, rights) in wanted)
            foreach (var right in await acls.GrantAsync(principal, rights, stop))
            {
                Console.WriteLine($"{principal} lacked {right}: granted");
                granted++;
            }

        if (granted == 0)
            Console.WriteLine("Every service has its rights.");
    }

    /// <summary>A line for each topic and group.</summary>
    private static void Write(string principal, IReadOnlyList<WantedRight> rights)
    {
        foreach (var resource in rights.GroupBy(right => (right.Resource, right.Name)))
            Console.WriteLine($"{principal} {resource.Key.Resource.ToString().ToLowerInvariant()} {resource.Key.Name} {string.Join(',', resource.Select(right => right.Operation.ToString().ToUpperInvariant()))}");
    }
}
