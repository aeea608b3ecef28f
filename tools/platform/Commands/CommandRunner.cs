using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Kafka;
using SpotifyPlatform.Lake.Fetch;
using SpotifyPlatform.Lake.Warehouse;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Sqlite.Bus;
using SpotifyPlatform.Storage;
using SpotifyPlatform.TableSql;

namespace SpotifyPlatform.Platform.Commands;

/// <summary>Runs the command line and maps failures to exit codes; an expected failure is a message without a stack trace.</summary>
internal static class CommandRunner
{
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.CommandResult.Command.Subcommands.Count == 0)
        {
            foreach (var error in parsed.Errors)
                Console.Error.WriteLine(error.Message);
            Console.Error.WriteLine($"See: platform {Path(parsed.CommandResult)} --help");
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
            Console.Error.WriteLine("Stopped. Run the same command again to continue.");
            return ExitCode.Cancelled;
        }
        catch (Exception ex) when (ex is UsageException or OptionsValidationException)
        {
            Console.Error.WriteLine($"platform: {ex.Message}");
            return ExitCode.Usage;
        }
        catch (Exception ex) when (IsExpected(ex))
        {
            Console.Error.WriteLine($"platform: {ex.Message}");
            return ExitCode.Failed;
        }
    }

    /// <summary>The command below the root, such as <c>listening ingest</c>.</summary>
    private static string Path(CommandResult command) =>
        command.Parent is CommandResult { Command: not RootCommand } parent ? $"{Path(parent)} {command.Command.Name}" : command.Command.Name;

    private static bool IsExpected(Exception ex) => ex
        is IOException or TimeoutException or HttpRequestException or StoreRefusedException or InvalidDataException or UnauthorizedAccessException
        or ArgumentException or CommandException or BusInUseException or TableNotBuiltException
        or AnswerTooLargeException or ArtifactChangedException or KafkaRefusedException or LostOffsetException or TransientFaultException
        or DatasetNotFoundException or SqlRefusedException or WarehouseRefusedException or AuthenticationFailedException or EndpointRefusedException
        or RateLimitedException;
}
