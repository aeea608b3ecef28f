using System.CommandLine;
using SpotifyPlatform.Sqlite.Bus;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Platform.Commands;

/// <summary>Runs the command line with the house's exit codes: an expected failure is a sentence, not a stack trace.</summary>
internal static class CommandRunner
{
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.CommandResult.Command.Subcommands.Count == 0)
        {
            foreach (var error in parsed.Errors)
                Console.Error.WriteLine(error.Message);
            Console.Error.WriteLine($"See: platform {parsed.CommandResult.Command.Name} --help");
            return ExitCode.Usage;
        }

        if (parsed.Errors.Count > 0)
        {
            await parsed.InvokeAsync();
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped. Run the same command again to go on from here.");
            return ExitCode.Cancelled;
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine($"platform: {e.Message}");
            return ExitCode.Usage;
        }
        catch (Exception e) when (IsExpected(e))
        {
            Console.Error.WriteLine($"platform: {e.Message}");
            return ExitCode.Failed;
        }
    }

    private static bool IsExpected(Exception fault) => fault
        is IOException or TimeoutException or HttpRequestException or StoreRefusedException or InvalidDataException or UnauthorizedAccessException
        or ArgumentException or CommandException or BusInUseException;
}
