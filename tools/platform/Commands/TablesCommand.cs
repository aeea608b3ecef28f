using System.CommandLine;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Reports;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform tables</c>: the bulk data, what they are made of, and which generation is served.</summary>
internal static class TablesCommand
{
    private const string Builder = "platform tables";

    /// <summary>The current generation and the one before.</summary>
    private const int UsuallyKept = 2;

    public static Command Create()
    {
        var source = new SourceOptions();
        var json = CommonOptions.Json();
        var command = new Command("tables", """
            Lists the tables of a data folder, or of a running platform: rows, bytes, age, and whether each is made of what its inputs are now. The subcommands
            read a data folder, also beside a running platform.

            Examples:
              platform tables --data data/store
              platform tables --address http://localhost:8081
              platform tables show pairs --data data/store
              platform tables use pairs 0123456789abcdef0123456789abcdef --data data/store
            """)
        {
            json, Show(), History(), Use(), Prune(),
        };
        source.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            await using var lookup = source.Open(parsed);
            TableListing.Write((await lookup.ListTablesAsync(stop)).Tables, TimeProvider.System.GetUtcNow(), parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var (name, data, json) = (Name(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("show", "Shows a table: its generations, inputs, rules, counts, and what was left out.") { name, data, json };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = Open(parsed, data);
            var reports = services.GetRequiredService<TableReports>();
            var table = await ExistingAsync(reports, parsed.GetValue(name)!, stop);
            TableListing.Write(table, await reports.ListGenerationsAsync(table.Name, stop), parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command History()
    {
        var (name, data, json) = (Name(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("history", "Lists which generation of a table was current since when, the newest first.") { name, data, json };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = Open(parsed, data);
            var table = await ExistingAsync(services.GetRequiredService<TableReports>(), parsed.GetValue(name)!, stop);
            TableListing.Write(await services.GetRequiredService<TableStore>().ListPointersAsync(table.Name, stop), parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Use()
    {
        var (name, data) = (Name(), CommonOptions.Data());
        var id = new Argument<string?>("GENERATION") { Description = "The id of a complete generation, as 'tables show' lists it.", Arity = ArgumentArity.ZeroOrOne };
        var latest = new Option<bool>("--latest") { Description = "Release the pin: what the inputs make of the table is published again." };
        var command = new Command("use", """
            Makes a generation current and keeps it so: nothing is published until --latest releases it. A running platform switches within a minute.

            Examples:
              platform tables use pairs 0123456789abcdef0123456789abcdef
              platform tables use pairs --latest
            """)
        {
            name, id, latest, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var wanted = parsed.GetValue(id);
            if (wanted is null != parsed.GetValue(latest))
                throw new UsageException("Name a generation, or give --latest.");
            await using var services = Open(parsed, data);
            var table = await ExistingAsync(services.GetRequiredService<TableReports>(), parsed.GetValue(name)!, stop);
            await UseAsync(services.GetRequiredService<TableStore>(), services.GetRequiredService<TableReports>(), table.Name, wanted, stop);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Prune()
    {
        var data = CommonOptions.Data();
        var keep = new Option<int>("--keep") { Description = "Generations of each table that stay, the current one among them.", DefaultValueFactory = _ => UsuallyKept };
        keep.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--keep: at least 1 generation stays.");
        });
        var command = new Command("prune", "Deletes old generations. What was created or superseded in the last 24 hours stays, and what is pinned.") { keep, data };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = Open(parsed, data);
            foreach (var table in await services.GetRequiredService<TableReports>().ListAsync(stop))
                foreach (var deleted in await services.GetRequiredService<TableStore>().PruneAsync(table.Name, parsed.GetValue(keep), stop))
                    Console.WriteLine($"{table.Name} {deleted} deleted");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task UseAsync(TableStore store, TableReports reports, string table, string? wanted, CancellationToken stop)
    {
        if (wanted is null)
        {
            await store.ReleaseAsync(table, Builder, stop);
            Console.WriteLine($"{table} is no longer pinned. The next run, or the next change of an input, publishes what is wanted.");
            return;
        }

        if ((await reports.ListGenerationsAsync(table, stop)).All(generation => generation.Plan.Id != wanted || generation.Manifest is null))
            throw new CommandException($"Table {table} has no complete generation '{wanted}'. See: platform tables show {table}");
        await store.PinAsync(table, wanted, Builder, stop);
        Console.WriteLine($"{table} {wanted} is current until: platform tables use {table} --latest");
    }

    private static async Task<TableReport> ExistingAsync(TableReports reports, string name, CancellationToken stop) =>
        (await reports.ListAsync(stop)).FirstOrDefault(table => table.Name == name)
        ?? throw new CommandException($"There is no table '{name}'. See: platform tables");

    private static ServiceProvider Open(ParseResult parsed, Option<DirectoryInfo> data) => PlatformHost.Lookup(CommonOptions.Existing(parsed.GetValue(data)!));

    private static Argument<string> Name() => new("TABLE") { Description = "The table's name, as 'tables' lists it." };
}
