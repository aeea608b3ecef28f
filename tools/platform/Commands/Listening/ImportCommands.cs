using System.CommandLine;
using System.Diagnostics;
using Google.Protobuf;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Grpc;
using SpotifyPlatform.ListeningHistory.Imports;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;

namespace SpotifyPlatform.Platform.Commands.Listening;

/// <summary>Import exports, or count what an import would do.</summary>
internal static class ImportCommands
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithPreserveProtoFieldNames(true));

    public static Command Ingest()
    {
        var replace = new Option<bool>("--replace") { Description = "Drop all earlier imports first; what the Web API reported stays. Nothing is dropped when a file is refused." };
        var zone = ListeningOptions.TimeZone();
        return Create(
            "ingest", "Imports exports. Rows of earlier imports are recognised and not added again; an import can be undone.", [replace, zone],
            async (imports, account, parsed, run) =>
            {
                await ListeningOptions.SaveTimeZoneAsync(imports, account, parsed.GetValue(zone));
                return await run(parsed.GetValue(replace) ? ImportMode.Replace : ImportMode.Add);
            });
    }

    public static Command Preview() => Create(
        "preview", "Counts by reason what an import would do, and writes nothing.", [], (_, _, _, run) => run(ImportMode.Preview));

    /// <summary>Imports with a progress line; also the first step of <c>run</c>.</summary>
    public static async Task<ImportReport> RunAsync(
        ListeningImports imports, AccountName account, string[] paths, ImportMode mode, CancellationToken cancellationToken)
    {
        using var line = new ProgressLine();
        var started = Stopwatch.GetTimestamp();
        var progress = line.For<ImportProgress>(at =>
            $"{at.File}: {at.Rows:N0} rows, {Humanize.Bytes(at.Bytes)} of {Humanize.Bytes(at.TotalBytes)} {Humanize.TimeLeft(at.Bytes, at.TotalBytes, Stopwatch.GetElapsedTime(started))}");
        try
        {
            return await imports.ImportAsync(account, paths, mode, progress, cancellationToken);
        }
        catch (ExportRefusedException refused)
        {
            throw new CommandException(refused.Message);
        }
    }

    public static int ExitCodeOf(ImportReport report) =>
        report.Refused.Count > 0 || report.Counts.Invalid > 0 ? ExitCode.DoneWithRefusals : ExitCode.Done;

    private static Command Create(
        string verb, string description, IReadOnlyList<Option> options,
        Func<ListeningImports, AccountName, ParseResult, Func<ImportMode, Task<ImportReport>>, Task<ImportReport>> act)
    {
        var (paths, data, account, json) = (ListeningOptions.Paths(), CommonOptions.Data(), ListeningOptions.Account(), CommonOptions.Json());
        var command = new Command(verb, $"""
            {description}

            Example:
              platform listening {verb} my_spotify_data.zip --data data/store
            """)
        {
            paths, data, account, json,
        };
        foreach (var option in options)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            var name = ListeningOptions.Read(parsed.GetValue(account));
            await using var services = PlatformHost.Listening(DataFolder.Of(parsed.GetValue(data)!));
            var imports = services.GetRequiredService<ListeningImports>();
            var report = await act(imports, name, parsed, mode => RunAsync(imports, name, parsed.GetValue(paths)!, mode, stop));
            if (parsed.GetValue(json))
                Console.WriteLine(Formatter.Format(ImportMapper.ToMessage(report)));
            else
                ImportTables.Write(report);
            return ExitCodeOf(report);
        });
        return command;
    }
}
