using System.CommandLine;
using SpotifyPlatform.EdgeGateway.Keys;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform keys</c>: clients of the edge and their API keys.</summary>
internal static class KeysCommand
{
    private const int GraceDays = 7;

    public static Command Create() => new("keys", """
        Clients of the edge gateway and their API keys. The file stores only hashes: a key is shown once, when it is made. A running edge follows the file
        within seconds.

        Example:
          platform keys create phone --scope read --account me
          platform keys rotate phone --grace-days 7
          platform keys list
        """)
    {
        New(), Rotate(), Revoke(), List(),
    };

    private static Command New()
    {
        var (client, file, days) = (Client(), KeysFile(), ExpiresDays("never"));
        var scopes = new Option<string[]>("--scope") { Description = "What it may do: read, write (change its accounts), admin. May be given several times.", DefaultValueFactory = _ => ["read"] };
        scopes.AcceptOnlyFromAmong("read", "write", "admin");
        var accounts = new Option<string[]>("--account") { Description = "An account of listening-history that it may use. May be given several times." };
        var command = new Command("create", """
            Adds a client and prints its key.

            Example:
              platform keys create phone --scope read --scope write --account me --expires-days 365
            """)
        {
            client, scopes, accounts, days, file,
        };
        command.SetAction((parsed, stop) => IssueAsync(
            parsed.GetValue(file)!,
            registry => registry.Create(
                parsed.GetValue(client)!,
                [.. parsed.GetValue(scopes)!.Select(scope => Enum.Parse<KeyScope>(scope, ignoreCase: true))],
                parsed.GetValue(accounts) ?? [],
                TimeProvider.System.GetUtcNow(),
                Days(parsed.GetValue(days))),
            stop));
        return command;
    }

    private static Command Rotate()
    {
        var (client, file, days) = (Client(), KeysFile(), ExpiresDays("as many as the previous key had"));
        var grace = new Option<int>("--grace-days") { Description = "Days until the previous key ends; 0 ends it at once.", DefaultValueFactory = _ => GraceDays };
        Natural(grace);
        var command = new Command("rotate", $"""
            Prints a new key for a client. The previous key stays valid for some days; a client has at most {ClientRegistry.MaxLiveKeys} live keys.

            Example:
              platform keys rotate phone --grace-days 7
            """)
        {
            client, grace, days, file,
        };
        command.SetAction((parsed, stop) => IssueAsync(
            parsed.GetValue(file)!,
            registry => registry.Rotate(parsed.GetValue(client)!, TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(parsed.GetValue(grace)), Days(parsed.GetValue(days))),
            stop));
        return command;
    }

    private static Command Revoke()
    {
        var (client, file) = (Client(), KeysFile());
        var prefix = new Argument<string?>("PREFIX") { Description = "Of one key; without it the client goes with all its keys.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("revoke", """
            Removes one key of a client, or the client.

            Example:
              platform keys revoke phone 3f9a1c0b
            """)
        {
            client, prefix, file,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var name = parsed.GetValue(client)!;
            var left = await KeyFile.ChangeAsync(parsed.GetValue(file)!.FullName, registry => registry.Revoke(name, parsed.GetValue(prefix)), stop);
            var isRemoved = left.Clients.All(other => other.Name != name);
            Console.Error.WriteLine(isRemoved ? $"Client '{name}' has no key left and was removed." : $"Revoked. Client '{name}' has another key.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List()
    {
        var file = KeysFile();
        var used = new Option<FileInfo?>("--last-used") { Description = "What an edge wrote about use. Default: last-used.json beside the file." };
        var command = new Command("list", """
            Lists clients and prefixes of their keys: scopes, accounts, created, expires, last used.

            Example:
              platform keys list --file data/keys.json
            """)
        {
            file, used,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!.FullName;
            if (!File.Exists(path))
                throw new FileNotFoundException($"There is no key file '{path}'. Name another with --file, or make one: platform keys create CLIENT");
            var usage = KeyUsageFile.Read(parsed.GetValue(used)?.FullName ?? Path.Combine(Path.GetDirectoryName(path)!, "last-used.json"));
            foreach (var client in KeyFile.Read(path).Clients)
                foreach (var key in client.Keys)
                    Console.WriteLine(
                        $"{client.Name}\t{key.Prefix}\t{string.Join(',', client.Scopes).ToLowerInvariant()}\t{string.Join(',', client.Accounts.DefaultIfEmpty("-"))}\tcreated {key.CreatedAt:u}\t"
                        + $"expires {Time(key.ExpiresAt)}\tused {Time(usage.TryGetValue(key.Prefix, out var at) ? at : null)}");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<int> IssueAsync(FileInfo file, Func<ClientRegistry, IssuedKey> issue, CancellationToken stop)
    {
        var text = "";
        var written = await KeyFile.ChangeAsync(
            file.FullName,
            registry =>
            {
                (var changed, text) = issue(registry);
                return changed;
            },
            stop);
        var expires = written.Clients.SelectMany(client => client.Keys).Single(key => key.Prefix == ApiKeyText.PrefixOf(text)).ExpiresAt;
        Console.Error.WriteLine($"The key is shown once. Send it as header x-api-key. It expires {Time(expires)}.");
        Console.WriteLine(text);
        return ExitCode.Done;
    }

    private static Argument<string> Client() => new("CLIENT") { Description = $"Its name: {CallerNames.Rule}." };

    private static Option<FileInfo> KeysFile() => new("--file")
    {
        Description = "The key file, which EdgeGateway:Keys:File names.",
        DefaultValueFactory = _ => new FileInfo(Path.Combine("data", "keys.json")),
    };

    /// <param name="otherwise">What the description says of the default.</param>
    private static Option<int?> ExpiresDays(string otherwise)
    {
        var days = new Option<int?>("--expires-days") { Description = $"Days until the key ends by itself. Default: {otherwise}." };
        Natural(days);
        return days;
    }

    private static void Natural(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && int.TryParse(token.Value, out var days) && days is < 0 or > 36_500)
            result.AddError($"{option.Name}: {days} is not in the range 0 to 36500.");
    });

    private static string Time(DateTimeOffset? time) => time is { } at ? $"{at:u}" : "never";

    private static TimeSpan? Days(int? days) => days is { } number ? TimeSpan.FromDays(number) : null;
}
