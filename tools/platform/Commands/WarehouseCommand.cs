using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpotifyPlatform.Music;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform warehouse</c>: what is loaded, whether it is all there, and loading a shard again.</summary>
internal static class WarehouseCommand
{
    public static Command Create() => new("warehouse", """
        Shows and checks the analysis rows in the warehouse: the tables of the data folder, or BigQuery where Storage__Warehouse=BigQuery is set
        (with GCP_PROJECT_ID and Storage__BigQuery__Dataset).

        Example:
          platform warehouse status --data data/store
          platform warehouse verify --data data/store
          platform warehouse reload 0a --data data/store
          platform warehouse load tracks audio_features --data data/store
        """)
    {
        Status(), Reload(), Verify(), WarehouseLoadCommand.Create(),
    };

    private static Command Status()
    {
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("status", "Lists the shards that are loaded, and those whose load has not ended.") { data, json };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Lookup(CommonOptions.Existing(parsed.GetValue(data)!));
            var warehouse = services.GetRequiredService<IWarehouseOperations>();
            var (loaded, pending) = (await warehouse.ListShardsAsync(stop), await warehouse.ListPendingAsync(stop));
            if (parsed.GetValue(json))
                JsonOutput.Write(new
                {
                    warehouse.Name, Tracks = loaded.Sum(shard => shard.Tracks), Sections = loaded.Sum(shard => shard.Sections), Pending = pending.Select(shard => shard.Prefix),
                    Shards = loaded.Select(shard => new { Shard = shard.Shard.Prefix, shard.Tracks, shard.Sections, shard.Revision, shard.ExtractorVersion }),
                });
            else
                Write(warehouse.Name, loaded, pending);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Reload()
    {
        var (data, shard) = (CommonOptions.Data(), new Argument<string>("SHARD") { Description = "Two characters, such as 0a." });
        var command = new Command("reload", "Loads a shard's rows again in the place of those that are there.") { shard, data };
        command.SetAction(async (parsed, stop) =>
        {
            if (!ShardId.TryParse(parsed.GetValue(shard)!, out var id))
                throw new UsageException($"'{parsed.GetValue(shard)}' is no shard; two characters of 0-9a-zA-Z are one.");
            await using var services = PlatformHost.Lookup(CommonOptions.Existing(parsed.GetValue(data)!));
            var warehouse = services.GetRequiredService<IWarehouseOperations>();
            if (!await warehouse.ReloadAsync(id, stop))
                throw new CommandException($"Shard {id} was never loaded into {warehouse.Name}. 'platform republish' announces what is extracted again.");
            Console.WriteLine($"Shard {id} is loaded again into {warehouse.Name}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Verify()
    {
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("verify", "Counts the rows of each shard and compares them with what was loaded; exits with 1 where they differ. On BigQuery it reads the ids of both tables.") { data, json };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Lookup(CommonOptions.Existing(parsed.GetValue(data)!));
            var warehouse = services.GetRequiredService<IWarehouseOperations>();
            var differences = await warehouse.VerifyAsync(stop);
            if (parsed.GetValue(json))
                JsonOutput.Write(differences);
            foreach (var shard in parsed.GetValue(json) ? [] : differences)
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{shard.Shard}: {shard.Tracks} tracks ({shard.DistinctTracks} different) and {shard.Sections} sections are there, {shard.TracksLoaded} and {shard.SectionsLoaded} were loaded. Run: platform warehouse reload {shard.Shard}"));
            if (differences.Count == 0 && !parsed.GetValue(json))
                Console.WriteLine($"Every loaded shard is there with all of its rows: {warehouse.Name}.");
            return differences.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static void Write(string name, IReadOnlyList<LoadedShard> loaded, IReadOnlyList<ShardId> pending)
    {
        var table = new Table().AddColumn("shard");
        foreach (var column in new[] { "tracks", "sections", "revision", "extractor" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var shard in loaded)
            table.AddRow(shard.Shard.Prefix, Number(shard.Tracks), Number(shard.Sections), Number(shard.Revision), Number(shard.ExtractorVersion));
        AnsiConsole.Write(table);
        Console.WriteLine($"{loaded.Count:N0} shards with {loaded.Sum(shard => shard.Tracks):N0} tracks and {loaded.Sum(shard => shard.Sections):N0} sections in {name}.");
        if (pending.Count > 0)
            Console.WriteLine($"Being loaded: {string.Join(' ', pending.Select(shard => shard.Prefix))}. The loader goes on with them when it runs.");
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
