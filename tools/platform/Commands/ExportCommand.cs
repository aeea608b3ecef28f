using System.CommandLine;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform export</c>: pairs for other tools.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var output = new Option<DirectoryInfo>("--out") { Description = "The folder for the files; those of an earlier export are replaced.", Required = true };
        var command = new Command("export", """
            Writes every pair as newline-delimited JSON: flat lines, the same columns and types in each, as Parquet loaders like them. A
            file holds the pairs whose lower id begins with one character; a capital letter has _ before it in the file's name.

            Example:
              platform export --data data/store --out pairs
            """)
        {
            data, output,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = Directory.CreateDirectory(parsed.GetValue(output)!.FullName).FullName;
            await using var services = PlatformHost.Lookup(CommonOptions.Existing(parsed.GetValue(data)!));
            using var export = new PairExport(folder);
            await services.GetRequiredService<IPairStore>().ReadAllAsync(export.Write, stop);
            export.Publish();
            Console.WriteLine($"{export.Pairs:N0} pairs in {export.Files:N0} files of {folder}");
            return ExitCode.Done;
        });
        return command;
    }
}
