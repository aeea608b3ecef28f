using System.CommandLine;
using System.Globalization;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Storage;
using SpotifyPlatform.TableSql.Export;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform export</c>: writes tables as files for other tools.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var (data, memory) = (CommonOptions.Data(), SqlCommand.Memory());
        var tables = new Argument<string[]>("TABLE") { Description = "Names as in 'platform sql'; without them, every table that is built.", Arity = ArgumentArity.ZeroOrMore };
        var format = new Option<ExportFormat>("--format") { Description = "parquet, csv or ndjson." };
        var output = new Option<DirectoryInfo>("--output") { Description = "The output folder.", DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("data", "export")) };
        var command = new Command("export", """
            Writes tables as Parquet, CSV or newline-delimited JSON: a folder for each table, with a manifest of rows, columns, inputs and the SHA-256 of each
            file. playlist_cooccurrence has a file for each first character of the lower id, and the analysis tables have one for each shard; in a file name an
            upper-case letter has _ before it. A table whose inputs have not changed is not written again. A folder appears whole, and may be read meanwhile.

            Example:
              platform export --format parquet --output data/export --data data/store
              platform export playlist_cooccurrence tracks --format ndjson --output pairs
            """)
        {
            tables, data, format, output, memory,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Lookup(CommonOptions.Existing(parsed.GetValue(data)!));
            var options = SqlCommand.Options(services, CommonOptions.Size("--memory", parsed.GetValue(memory)!));
            using var export = new TableExport(
                services.GetRequiredService<TableStore>(), services.GetRequiredService<IAccessStore>(), options, parsed.GetValue(output)!.FullName);
            foreach (var table in Select(export, parsed.GetValue(tables) ?? []))
            {
                var (manifest, wasThere) = await export.RunAsync(table, parsed.GetValue(format), stop);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{table}: {manifest.Rows:N0} rows in {manifest.Files.Count:N0} files, {manifest.Bytes:N0} bytes{(wasThere ? ", unchanged" : "")}"));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string[] Select(TableExport export, string[] asked)
    {
        if (asked.Except(export.Tables).ToList() is { Count: > 0 } unknown)
            throw new UsageException($"There is no table '{unknown[0]}' to export. There are: {string.Join(", ", export.Tables)}.");
        if (asked.Length > 0)
            return asked;
        foreach (var table in export.Tables.Where(table => !export.IsBuilt(table)))
            Console.Error.WriteLine($"{table} is left out: it is not built yet.");
        return [.. export.Tables.Where(export.IsBuilt)];
    }
}
