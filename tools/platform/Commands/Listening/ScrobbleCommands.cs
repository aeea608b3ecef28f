using System.CommandLine;
using System.Globalization;
using SpotifyPlatform.ListeningHistory.Ecosystem;
using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.Platform.Hosting;

namespace SpotifyPlatform.Platform.Commands.Listening;

/// <summary>Plays of other services in, and plays out for them.</summary>
internal static class ScrobbleCommands
{
    private const int ShownInvalid = 10;

    public static Command Import()
    {
        var path = new Argument<FileInfo>("FILE") { Description = "The other service's file." };
        var format = Format("--from", "The service that wrote the file.", "listenbrainz", "lastfm", "maloja");
        var preview = new Option<bool>("--preview") { Description = "Count, and write nothing." };
        var account = ListeningOptions.Account();
        var data = CommonOptions.Data();
        var command = new Command("import-scrobbles", """
            Imports listens of ListenBrainz (data export or JSON), Last.fm (CSV) or Maloja (JSON). Where Spotify's extended history covers
            their time, they are kept and not counted. Times played that are not in the file are estimated.

            Example:
              platform listening import-scrobbles listenbrainz_me_1700000000.zip --from listenbrainz
            """)
        {
            path, format, preview, account, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var file = parsed.GetValue(path)!;
            if (!file.Exists)
                throw new CommandException($"There is no file '{file.FullName}'.");
            await using var services = PlatformHost.Listening(DataFolder.Of(parsed.GetValue(data)!));
            try
            {
                var name = ListeningOptions.Read(parsed.GetValue(account)!);
                var (counts, id, read) = await services.GetRequiredService<ScrobbleImports>().ImportAsync(
                    name, file.FullName, Read(parsed.GetValue(format)!), parsed.GetValue(preview), stop);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{counts.New:N0} new, {counts.Known:N0} known, {counts.Repeated:N0} repeated, {counts.Invalid:N0} invalid; {counts[PlayOutcome.Superseded]:N0} give way to Spotify's own history."));
                foreach (var (row, reason) in read.Invalid.Take(ShownInvalid))
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"row {row:N0} of {read.Name}: {reason}"));
                Console.WriteLine(id is { } number ? $"Import {number}. Undo it with: platform listening undo {number}{ListeningOptions.For(name)}" : "Nothing was written.");
                return read.Invalid.Count > 0 ? ExitCode.DoneWithRefusals : ExitCode.Done;
            }
            catch (ExportRefusedException ex)
            {
                throw new CommandException(ex.Message);
            }
        });
        return command;
    }

    public static Command Export()
    {
        var path = new Argument<FileInfo>("FILE") { Description = "Where to write; an existing file is replaced." };
        var format = Format("--to", "The service that the file is for.", "listenbrainz", "maloja");
        var withPrivate = new Option<bool>("--with-private") { Description = "Also plays of private sessions." };
        var account = ListeningOptions.Account();
        var data = CommonOptions.Data();
        var command = new Command("export-scrobbles", """
            Writes the plays for ListenBrainz (JSON Lines, with MusicBrainz recordings where they are known) or Maloja (JSON).

            Example:
              platform listening export-scrobbles listens.jsonl --to listenbrainz
            """)
        {
            path, format, withPrivate, account, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Listening(DataFolder.Of(parsed.GetValue(data)!));
            try
            {
                var name = ListeningOptions.Read(parsed.GetValue(account)!);
                var count = Replace(parsed.GetValue(path)!.FullName, output => services.GetRequiredService<PlayExport>().Write(
                    name, Read(parsed.GetValue(format)!), parsed.GetValue(withPrivate), services.GetRequiredService<TimeProvider>().GetUtcNow(), output, stop));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Wrote {count:N0} plays to {parsed.GetValue(path)!.FullName}"));
                return ExitCode.Done;
            }
            catch (NoPlaysPublishedException ex)
            {
                throw new CommandException(ex.Message);
            }
        });
        return command;
    }

    private static Option<string> Format(string option, string description, params string[] services)
    {
        var format = new Option<string>(option) { Description = description, Required = true };
        return format.AcceptOnlyFromAmong(services);
    }

    private static ScrobbleFormat Read(string format) => Enum.Parse<ScrobbleFormat>(format, ignoreCase: true);

    /// <summary>Writes beside the file first, so that a failure leaves an existing file as it was.</summary>
    private static long Replace(string path, Func<Stream, long> write)
    {
        var unfinished = $"{path}.part";
        try
        {
            long count;
            using (var output = new BufferedStream(new FileStream(unfinished, FileMode.Create, FileAccess.Write)))
                count = write(output);
            File.Move(unfinished, path, overwrite: true);
            return count;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
