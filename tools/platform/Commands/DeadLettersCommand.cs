using System.CommandLine;
using Google.Protobuf;
using Spectre.Console;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform deadletters</c>: records that a service refused, and their way back.</summary>
internal static class DeadLettersCommand
{
    public static Command Create() => new("deadletters", "Records that a service refused and nobody has mended yet.") { List(), Show(), Replay() };

    private static Command List()
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var command = new Command("list", """
            Lists the open dead letters, newest first, with the reason and the remedy.

            Example:
              platform deadletters list --data data/store
            """)
        {
            data, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Reading(CommonOptions.Existing(parsed.GetValue(data)!));
            var letters = await services.GetRequiredService<IDeadLetters>().ListAsync(stop);
            if (parsed.GetValue(json))
                JsonOutput.WriteIndented(letters);
            else
                Write(letters);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<string>("ID") { Description = "The id of the refused event, as the list shows it." };
        var data = CommonOptions.Data();
        var command = new Command("show", """
            Prints a dead letter: where it was, why it was refused, its headers and its message.

            Example:
              platform deadletters show ID --data data/store
            """)
        {
            id, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Reading(CommonOptions.Existing(parsed.GetValue(data)!));
            var letters = services.GetRequiredService<IDeadLetters>();
            foreach (var letter in await ChooseAsync(letters, [parsed.GetValue(id)!], stop))
                Write(await letters.FindAsync(letter, stop) ?? throw new CommandException($"Dead letter {letter.Id} has been mended meanwhile."));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Replay()
    {
        var ids = new Argument<string[]>("ID") { Description = "Ids of refused events.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Every open dead letter." };
        var data = CommonOptions.Data();
        var command = new Command("replay", """
            Publishes refused events again, under their ids; the next run handles them. A dead letter is closed when its event is handled.
            An event that a newer one of the same key has replaced is left out. Not beside a running platform.

            Example:
              platform deadletters replay --all --data data/store
            """)
        {
            ids, all, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var wanted = parsed.GetValue(ids)!;
            if (wanted.Length == 0 != parsed.GetValue(all))
                throw new UsageException("Name the ids to replay, or give --all.");
            await using var services = PlatformHost.Reading(CommonOptions.Existing(parsed.GetValue(data)!));
            var letters = services.GetRequiredService<IDeadLetters>();
            var chosen = wanted.Length == 0 ? await letters.ListAsync(stop) : await ChooseAsync(letters, wanted, stop);
            var replayed = await letters.ReplayAsync(chosen, stop);
            Console.WriteLine($"Replayed {replayed.Count:N0} of {chosen.Count:N0} dead letters; the next run handles them.");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<IReadOnlyList<DeadLetter>> ChooseAsync(IDeadLetters letters, string[] ids, CancellationToken stop)
    {
        var open = await letters.ListAsync(stop);
        return ids.Except(open.Select(letter => letter.Id)).FirstOrDefault() is { } unknown
            ? throw new CommandException($"There is no open dead letter '{unknown}'. See: platform deadletters list")
            : [.. open.Where(letter => ids.Contains(letter.Id))];
    }

    private static void Write(IReadOnlyList<DeadLetter> letters)
    {
        var table = new Table().AddColumns("id", "group", "topic", "key", "reason", "detail");
        foreach (var letter in letters)
            table.AddRow(new[] { letter.Id, letter.Group, letter.Source.Topic, letter.Key, letter.Refusal.Reason, letter.Refusal.Detail }.Select(Markup.Escape).ToArray());
        AnsiConsole.Write(table);
    }

    private static void Write(DeadLetterContent content)
    {
        var (letter, refused) = content;
        Console.WriteLine($"id       {letter.Id}");
        Console.WriteLine($"refused  by {letter.Group} at {letter.RefusedAt:u}: {letter.Refusal.Reason}. {letter.Refusal.Detail}");
        Console.WriteLine($"record   {letter.Source} at offset {letter.Offset}, key {letter.Key}");
        foreach (var header in refused.Headers)
            Console.WriteLine($"header   {header.Key}: {refused.Headers[header.Key]}");
        Console.WriteLine($"message  {Message(letter.Source.Topic, refused)}");
    }

    private static string Message(string topic, EventRecord refused)
    {
        var payload = refused.Payload ?? ReadOnlyMemory<byte>.Empty;
        try
        {
            if (Topics.Find(topic)?.Parse(payload.Span) is { } message)
                return JsonFormatter.Default.Format(message);
        }
        catch (InvalidProtocolBufferException)
        {
            // Shown as it is.
        }

        return $"{payload.Length} bytes, no message of the topic: {Convert.ToHexStringLower(payload.Span[..Math.Min(payload.Length, 256)])}";
    }
}
