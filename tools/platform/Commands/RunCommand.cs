using System.CommandLine;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform run</c>: runs every service on a data folder.</summary>
internal static class RunCommand
{
    /// <exception cref="CommandException">The input folder is missing.</exception>
    public static DirectoryInfo Existing(DirectoryInfo input) => input.Exists
        ? input
        : throw new CommandException($"There is no input folder '{input.FullName}'. Make a sample with: platform sample --out '{input}'");

    /// <summary>Runs until all input is done, on ports that nobody knows.</summary>
    public static async Task<int> RunAsync(DataFolder data, DirectoryInfo input, CancellationToken stop)
    {
        await using var app = PlatformHost.Build(data, input.FullName, 0, 0, requireInput: true);
        using var line = new ProgressLine();
        var monitor = await PipelineMonitor.BeginAsync(app.Services, new PipelineInput(input.FullName, data.Extract), line, stop);
        return (await PipelineRun.RunAsync(app, monitor, line, untilIdle: true, started: null, stop)).ExitCode;
    }

    public static Command Create()
    {
        var input = new Option<DirectoryInfo>("--input") { Description = "The folder with the data set's files.", Required = true };
        var data = CommonOptions.Data();
        var untilIdle = new Option<bool>("--until-idle") { Description = "End when all input is done, instead of serving." };
        var port = new Option<int>("--port") { Description = "JSON and health, HTTP/1.1; 0 chooses a free port.", DefaultValueFactory = _ => 8080 };
        var grpcPort = new Option<int>("--grpc-port") { Description = "gRPC, HTTP/2 without TLS; 0 chooses a free port.", DefaultValueFactory = _ => 8081 };
        var json = CommonOptions.Json();
        var command = new Command("run", """
            Runs every service in one process on a data folder and serves the read API. Work that is done already is not repeated. A run
            that was stopped or killed continues where it was. A data folder whose input folder is gone still serves what was published.

            Example:
              platform run --input data/input --data data/store --until-idle
            """)
        {
            input, data, untilIdle, port, grpcPort, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = parsed.GetValue(input)!;
            var store = DataFolder.Of(parsed.GetValue(data)!);
            var requireInput = parsed.GetValue(untilIdle) || !store.HasTables;
            if (requireInput)
                Existing(folder);
            else if (!folder.Exists)
                Console.Error.WriteLine($"There is no input folder '{folder.FullName}': what was published is served, and input is read once the folder is there.");
            Directory.CreateDirectory(store.Root);
            await using var app = PlatformHost.Build(store, folder.FullName, parsed.GetValue(port), parsed.GetValue(grpcPort), requireInput);
            using var line = new ProgressLine();
            var monitor = await PipelineMonitor.BeginAsync(app.Services, new PipelineInput(folder.FullName, store.Extract), line, stop);
            var (exitCode, outcome) = await PipelineRun.RunAsync(app, monitor, line, parsed.GetValue(untilIdle), ShowAddresses, stop);
            if (parsed.GetValue(json) && outcome is not null)
                Console.WriteLine(outcome.ToJson());
            return exitCode;

            void ShowAddresses() => Console.Error.WriteLine($"JSON and health on {app.HttpAddress()}, gRPC on {app.GrpcAddress()}");
        });
        return command;
    }
}
