using System.CommandLine;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform export</c>: writes the pairs for other tools.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var output = new Option<DirectoryInfo>("--out") { Description = "The output folder; files of an earlier export are replaced.", Required = true };
        var command = new Command("export", """
            Writes every pair as newline-delimited JSON: flat lines with the same columns and types, ready for conversion to Parquet. One
            file per first character of the lower id; an upper-case letter has _ before it in the file name.

            Example:
              platform export --data data/store --out pairs
            """)
        {
            data, output,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Lookup(CommonOptions.Existing(parsed.GetValue(data)!));
            var folder = Directory.CreateDirectory(parsed.GetValue(output)!.FullName).FullName;
            using var export = new PairExport(folder);
            await services.GetRequiredService<IPairStore>().ReadAllAsync(export.Write, stop);
            export.Publish();
            Console.WriteLine($"{export.Pairs:N0} pairs in {export.Files:N0} files of {folder}");
            return ExitCode.Done;
        });
        return command;
    }
}
