using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Engines;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Storage;
using SpotifyPlatform.TableSql.Export;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform warehouse load</c>: tables beside the analysis into BigQuery.</summary>
internal static class WarehouseLoadCommand
{
    /// <summary>Tracks, artists, albums, features, matches and pairs.</summary>
    private static readonly string[] Loadable = ["tracks", "artists", "albums", "audio_features", "spotify_mbid_xref", "playlist_cooccurrence"];

    public static Command Create()
    {
        var (data, memory) = (CommonOptions.Data(), SqlCommand.Memory());
        var tables = new Argument<string[]>("TABLE") { Description = $"{string.Join(", ", Loadable)}; without names all of them that are built.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("load", """
            Loads tables of the catalogue, features, matches and pairs into BigQuery, with the columns that 'platform sql' shows. The rows of a table are
            replaced at once; a table whose content is there already is left alone. May be killed and run again at any time.

            Example:
              Storage__Warehouse=BigQuery GCP_PROJECT_ID=my-project platform warehouse load tracks audio_features --data data/store
            """)
        {
            tables, data, memory,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var asked = parsed.GetValue(tables) ?? [];
            if (asked.Except(Loadable).FirstOrDefault() is { } unknown)
                throw new UsageException($"Table '{unknown}' cannot be loaded. There are: {string.Join(", ", Loadable)}.");
            await using var services = PlatformHost.Lookup(CommonOptions.Existing(parsed.GetValue(data)!));
            var loader = services.GetRequiredService<IWarehouseTableLoader>();
            // A fixed place: what a killed command has exported is not exported again.
            var folder = Path.Combine(services.GetRequiredService<IOptions<StorageOptions>>().Value.ScratchFolder, "warehouse-load");
            using (var export = new TableExport(
                services.GetRequiredService<TableStore>(), services.GetRequiredService<IAccessStore>(), SqlCommand.Options(services, CommonOptions.Size("--memory", parsed.GetValue(memory)!)), folder))
                foreach (var table in asked.Length > 0 ? asked : Loadable.Where(export.IsBuilt))
                {
                    var (manifest, _) = await export.RunAsync(table, ExportFormat.Parquet, stop);
                    var isNew = await loader.LoadAsync(FilesOf(manifest, Path.Combine(folder, table)), stop);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table}: {manifest.Rows:N0} rows{(isNew ? "" : ", there already")}"));
                }

            Directory.Delete(folder, recursive: true);
            return ExitCode.Done;
        });
        return command;
    }

    private static WarehouseTableFiles FilesOf(ExportManifest manifest, string folder) => new(
        manifest.Table,
        [.. manifest.Columns.Select(column => (column.Name, column.Type switch
        {
            "BIGINT" => WarehouseColumnType.WholeNumber,
            "DOUBLE" => WarehouseColumnType.Real,
            _ => WarehouseColumnType.Text,
        }))],
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(string.Join('\n', manifest.Files.Select(file => file.Sha256))))),
        [.. manifest.Files.Select(file => (Path.Combine(folder, file.Name), file.Rows))]);
}
