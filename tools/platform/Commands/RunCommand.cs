using System.CommandLine;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform run</c>: every service on a data folder.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var input = new Option<DirectoryInfo>("--input") { Description = "The folder with the data set's files.", Required = true };
        var data = CommonOptions.Data();
        var untilIdle = new Option<bool>("--until-idle") { Description = "End when all input is done, instead of serving on." };
        var port = new Option<int>("--port") { Description = "JSON and health, HTTP/1.1; 0 takes a free port.", DefaultValueFactory = _ => 8080 };
        var grpcPort = new Option<int>("--grpc-port") { Description = "gRPC, HTTP/2 without TLS; 0 takes a free port.", DefaultValueFactory = _ => 8081 };
        var json = CommonOptions.Json();
        var command = new Command("run", """
            Runs every service in one process on a data folder, and serves the read API. What is done already is not done again;
            a run that was stopped or killed goes on where it was.

            Example:
              platform run --input data/input --data data/store --until-idle
            """)
        {
            input, data, untilIdle, port, grpcPort, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = parsed.GetValue(input)!;
            if (!folder.Exists)
                throw new CommandException($"There is no input folder '{folder.FullName}'. Make a sample with: platform sample --out '{folder}'");
            var store = new DataFolder(Directory.CreateDirectory(parsed.GetValue(data)!.FullName).FullName);
            await using var app = PlatformHost.Build(store, folder.FullName, parsed.GetValue(port), parsed.GetValue(grpcPort));
            using var line = new ProgressLine();
            var watch = await PipelineWatch.BeginAsync(app.Services, line, stop);
            PlatformHost.ValidateOptions(app.Services);
            await RefusedAnnouncements.RetryAsync(app.Services, stop);
            await app.StartAsync(stop);
            Console.Error.WriteLine($"JSON and health on {app.HttpAddress()}, gRPC on {app.GrpcAddress()}");
            var outcome = await watch.WaitAsync(parsed.GetValue(untilIdle), stop);
            await app.StopAsync(CancellationToken.None);
            outcome ??= Environment.ExitCode == 0
                ? RunOutcome.Stopped(parsed.GetValue(untilIdle))
                : RunOutcome.Crashed(Environment.ExitCode, PlatformHost.Faults(app.Services));
            line.End(outcome.Sentence);
            if (parsed.GetValue(json))
                Console.WriteLine(outcome.ToJson());
            return outcome.ExitCode;
        });
        return command;
    }
}
