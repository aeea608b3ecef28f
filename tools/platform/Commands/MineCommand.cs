using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using SpotifyPlatform.CooccurrenceMiner;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.ShardExtractor;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform mine</c>: playlists to pairs, with as much of the pipeline as that needs.</summary>
internal static class MineCommand
{
    private const int MaxRangesShown = 20;
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Create()
    {
        var input = new Option<DirectoryInfo>("--input") { Description = "The folder with the data set's catalogue and playlists.", Required = true };
        var data = CommonOptions.Data();
        var minCount = new Option<int?>("--min-count") { Description = "Playlists that must hold both tracks of a pair; 3 unless set." };
        var top = new Option<int?>("--top") { Description = "A pair stays when it is among this many best of either track; 100 unless set." };
        var best = new Option<PairMeasure?>("--best-by") { Description = "By what the best are chosen: score, pmi, jaccard or count; score unless set." };
        var memory = new Option<string?>("--memory") { Description = "What tables may take, such as 4GB or 512MB; 4GB unless set. More is done in several passes." };
        var threads = new Option<int?>("--threads") { Description = "Threads; one a core unless set." };
        var plan = new Option<bool>("--plan") { Description = "Say which ranges, how many events, how much memory and time it will take, and count nothing." };
        var json = CommonOptions.Json();
        var command = new Command("mine", """
            Counts which tracks share playlists, exactly, and stores the best pairs. Reads the catalogue and the playlists alone. What is
            done already is not done again; a run that was stopped or killed goes on with the ranges that are left.

            Example:
              platform mine --input data/input --data data/store --plan
              platform mine --input data/input --data data/store --memory 4GB
            """)
        {
            input, data, minCount, top, best, memory, threads, plan, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = parsed.GetValue(input)!;
            if (!folder.Exists)
                throw new CommandException($"There is no input folder '{folder.FullName}'. Make a sample with: platform sample --out '{folder}'");
            var settings = new Dictionary<string, string?>();
            Set(nameof(CooccurrenceMinerOptions.MinPairCount), parsed.GetValue(minCount));
            Set(nameof(CooccurrenceMinerOptions.MaxPairsPerTrack), parsed.GetValue(top));
            if (parsed.GetValue(best) is { } measure)
                settings[nameof(CooccurrenceMinerOptions.BestBy)] = measure.ToString();
            Set(nameof(CooccurrenceMinerOptions.MemoryBytes), parsed.GetValue(memory) is { } size ? Size(size) : null);
            Set(nameof(CooccurrenceMinerOptions.Threads), parsed.GetValue(threads));
            var store = new DataFolder(Directory.CreateDirectory(parsed.GetValue(data)!.FullName).FullName);
            await using var app = PlatformHost.Mining(store, folder.FullName, settings, parsed.GetValue(plan));
            return await RunAsync(app, parsed.GetValue(plan), parsed.GetValue(json), stop);

            void Set(string option, long? value)
            {
                if (value is not null)
                    settings[option] = value.Value.ToString(CultureInfo.InvariantCulture);
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(WebApplication app, bool plan, bool json, CancellationToken stop)
    {
        using var line = new ProgressLine();
        var watch = await PipelineWatch.BeginAsync(
            app.Services, line, stop, group => group.Group is ShardExtractorRegistration.Name or CooccurrenceMinerRegistration.Name
                && !(plan && group.Topic.StartsWith("mining.", StringComparison.Ordinal)));
        PlatformHost.ValidateOptions(app.Services);
        await RefusedAnnouncements.RetryAsync(app.Services, stop);
        await app.StartAsync(stop);
        var outcome = await watch.WaitAsync(untilIdle: true, stop);
        await app.StopAsync(CancellationToken.None);
        outcome ??= Environment.ExitCode == 0
            ? RunOutcome.Stopped(untilIdle: true)
            : RunOutcome.Crashed(Environment.ExitCode, PlatformHost.Faults(app.Services));
        line.End(outcome.Sentence);
        if (outcome.ExitCode is not (ExitCode.Done or ExitCode.DoneWithRefusals))
            return outcome.ExitCode;
        if (!plan)
        {
            var pairs = await app.Services.GetRequiredService<IPairStore>().CountAsync(stop);
            Console.WriteLine(json ? JsonSerializer.Serialize(new { Pairs = pairs }, Json) : $"{pairs:N0} pairs are stored.");
            return outcome.ExitCode;
        }

        var forecast = app.Services.GetRequiredService<MiningStatus>().Forecast
            ?? throw new CommandException("There is nothing to plan: the input holds no playlists, or their catalogue is missing.");
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(forecast, Json));
        else
            Write(forecast);
        return outcome.ExitCode;
    }

    private static void Write(MiningForecast forecast)
    {
        var facts = new Table().NoBorder().HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        facts.AddRow("playlists kept", Number(forecast.Playlists));
        facts.AddRow("tracks that can be in a pair", Number(forecast.Tracks));
        facts.AddRow("tracks of all playlists", Number(forecast.Entries));
        facts.AddRow("events to count", Number(forecast.Events));
        facts.AddRow("basket file", Figures.Bytes(forecast.BasketBytes));
        facts.AddRow("memory beside it", Figures.Bytes(forecast.CountingBytes));
        facts.AddRow($"time with {forecast.Threads} threads, about", forecast.Duration.ToString(forecast.Duration.TotalHours < 1 ? "m\\:ss" : "d\\.hh\\:mm\\:ss", CultureInfo.InvariantCulture));
        AnsiConsole.Write(facts);
        var ranges = new Table().AddColumn("range");
        foreach (var column in new[] { "first row", "rows", "events" })
            ranges.AddColumn(new TableColumn(column).RightAligned());
        foreach (var (range, number) in forecast.Ranges.Take(MaxRangesShown).Select((range, number) => (range, number)))
            ranges.AddRow($"{number}", Number(range.FirstRow), Number(range.EndRow - range.FirstRow), Number(range.Events));
        AnsiConsole.Write(ranges);
        if (forecast.Ranges.Count > MaxRangesShown)
            Console.WriteLine($"and {forecast.Ranges.Count - MaxRangesShown} more (--json lists them all)");
    }

    private static long Size(string text)
    {
        try
        {
            return Figures.ParseBytes(text);
        }
        catch (FormatException ex)
        {
            throw new UsageException($"--memory: {ex.Message}");
        }
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
