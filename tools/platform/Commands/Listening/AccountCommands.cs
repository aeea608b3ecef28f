using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Imports;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;

namespace SpotifyPlatform.Platform.Commands.Listening;

/// <summary>What is done with an account's imports.</summary>
internal static class AccountCommands
{
    public static Command Imports() => Create("imports", "Lists the imports of an account.", [], (imports, account, _, _) =>
    {
        if (imports.List(account) is { Count: > 0 } made)
            ImportTables.Write(made);
        else
            Console.WriteLine($"Account '{account}' has no imports.");
        return Task.FromResult(ExitCode.Done);
    });

    public static Command Undo()
    {
        var id = new Argument<long>("IMPORT") { Description = "The import's number, as `platform listening imports` lists it." };
        return Create("undo", "Removes the rows of an import. Rows that another import contains too are kept.", [id], async (imports, account, parsed, stop) =>
        {
            if (!await imports.UndoAsync(account, parsed.GetValue(id), stop))
                throw new CommandException($"Account '{account}' has no import {parsed.GetValue(id)}. List them with: platform listening imports{ListeningOptions.For(account)}");
            Console.WriteLine($"Import {parsed.GetValue(id)} of account '{account}' is undone.");
            return ExitCode.Done;
        });
    }

    public static Command Settings()
    {
        var zone = ListeningOptions.TimeZone();
        var minPlay = new Option<long?>("--min-play-ms") { Description = "Milliseconds from which a row counts as a play; 30,000 unless set." };
        var shorts = new Option<bool?>("--count-short-tracks") { Description = "Whether a shorter track counts when it was played to its end." };
        var byStart = new Option<bool?>("--dates-by-start") { Description = "Whether date and hour are those of the start of a play instead of its end." };
        return Create("settings", "Shows or changes the settings of an account.", [zone, minPlay, shorts, byStart], async (imports, account, parsed, stop) =>
        {
            var settings = imports.Settings(account);
            settings = settings with
            {
                TimeZone = parsed.GetValue(zone) ?? settings.TimeZone,
                MinPlayMs = parsed.GetValue(minPlay) ?? settings.MinPlayMs,
                CountsShortTracks = parsed.GetValue(shorts) ?? settings.CountsShortTracks,
                DatesByStart = parsed.GetValue(byStart) ?? settings.DatesByStart,
            };
            await imports.SaveSettingsAsync(account, settings, stop);
            var table = new Table().AddColumns("setting", "value");
            table.AddRow("time zone", settings.TimeZone.EscapeMarkup());
            table.AddRow("a play counts from", string.Create(CultureInfo.InvariantCulture, $"{settings.MinPlayMs:N0} ms"));
            table.AddRow("short tracks played to their end", settings.CountsShortTracks ? "count" : "do not count");
            table.AddRow("date and hour of", settings.DatesByStart ? "the start of a play" : "the end of a play");
            AnsiConsole.Write(table);
            return ExitCode.Done;
        });
    }

    public static Command DeleteMe()
    {
        var yes = new Option<bool>("--yes") { Description = "Delete. Without this nothing is deleted." };
        return Create("delete-me", "Deletes every file of an account. This cannot be undone.", [yes], async (imports, account, parsed, stop) =>
        {
            if (!parsed.GetValue(yes))
                throw new UsageException($"Every file of account '{account}' would be deleted; this cannot be undone. Confirm with --yes.");
            var deleted = await imports.DeleteAsync(account, stop);
            Console.WriteLine(deleted ? $"Account '{account}' is deleted." : $"Account '{account}' does not exist.");
            return ExitCode.Done;
        });
    }

    private static Command Create(
        string verb, string description, IReadOnlyList<Symbol> symbols, Func<ListeningImports, AccountName, ParseResult, CancellationToken, Task<int>> act)
    {
        var (data, account) = (CommonOptions.Data(), ListeningOptions.Account());
        var command = new Command(verb, description) { data, account };
        foreach (var symbol in symbols)
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        command.SetAction(async (parsed, stop) =>
        {
            var name = ListeningOptions.Read(parsed.GetValue(account));
            await using var services = PlatformHost.Listening(DataFolder.Of(parsed.GetValue(data)!));
            try
            {
                return await act(services.GetRequiredService<ListeningImports>(), name, parsed, stop);
            }
            catch (FormatException ex)
            {
                throw new UsageException(ex.Message);
            }
        });
        return command;
    }
}
