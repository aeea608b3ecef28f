using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpotifyPlatform.CooccurrenceMiner;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.ShardExtractor;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Storage.Pairs;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform mine</c>: computes pairs from playlists with the services that this needs.</summary>
internal static class MineCommand
{
    private const int MaxRangesShown = 20;

    public static Command Create()
    {
        var input = new Option<DirectoryInfo>("--input") { Description = "The folder with the data set's catalogue and playlists.", Required = true };
        var data = CommonOptions.Data();
        var minCount = new Option<int?>("--min-count") { Description = "Playlists that must contain both tracks of a pair; default 3." };
        var top = new Option<int?>("--top") { Description = "A pair is kept if it is among the best N of either track; default 100." };
        var best = new Option<PairMeasure?>("--best-by") { Description = "The measure for the best pairs: score, pmi, jaccard or count; default score." };
        var memory = new Option<string?>("--memory") { Description = "Memory for hash tables and buffers, such as 4GB or 512MB; default 4GB. What does not fit takes several passes." };
        var threads = new Option<int?>("--threads") { Description = "Threads; default one per core." };
        var plan = new Option<bool>("--plan") { Description = "Print the ranges, pair events, memory and time that mining will take, and do not mine." };
        var json = CommonOptions.Json();
        var command = new Command("mine", """
            Counts exactly which tracks share playlists and stores the best pairs. Reads only the catalogue and the playlists. Work that is
            done already is not repeated; a run that was stopped or killed continues with the remaining ranges.

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
            Set(nameof(CooccurrenceMinerOptions.MemoryBytes), parsed.GetValue(memory) is { } size ? CommonOptions.Size("--memory", size) : null);
            Set(nameof(CooccurrenceMinerOptions.Threads), parsed.GetValue(threads));
            var store = new DataFolder(Directory.CreateDirectory(parsed.GetValue(data)!.FullName).FullName);
            await using var app = PlatformHost.Mining(store, folder.FullName, settings, parsed.GetValue(plan));
            return await RunAsync(app, folder.FullName, parsed.GetValue(plan), parsed.GetValue(json), stop);

            void Set(string option, long? value)
            {
                if (value is not null)
                    settings[option] = value.Value.ToString(CultureInfo.InvariantCulture);
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(WebApplication app, string input, bool plan, bool json, CancellationToken stop)
    {
        using var line = new ProgressLine();
        var monitor = await PipelineMonitor.BeginAsync(
            app.Services, new PipelineInput(input, ExtractFolder: null), line, stop, group => IsMonitored(group, plan));
        var (exitCode, _) = await PipelineRun.RunAsync(app, monitor, line, untilIdle: true, started: null, stop);
        if (exitCode is not (ExitCode.Done or ExitCode.DoneWithRefusals))
            return exitCode;
        if (!plan)
        {
            var pairs = await app.Services.GetRequiredService<IPairStore>().CountAsync(stop);
            Console.WriteLine(json ? JsonOutput.Format(new { Pairs = pairs }) : $"{pairs:N0} pairs stored.");
            return exitCode;
        }

        var forecast = await app.Services.GetRequiredService<Forecaster>().ForecastAsync(stop)
            ?? throw new CommandException("Nothing to plan: the input has no playlists, or their catalogue is missing.");
        if (json)
            JsonOutput.Write(forecast);
        else
            Write(forecast);
        return exitCode;
    }

    /// <summary>Other groups of the data folder have no consumer in this process.</summary>
    private static bool IsMonitored(GroupLag group, bool plan) =>
        group.Group is $"{ShardExtractorRegistration.Name}.{TrackNumberTable.Name}" or $"{ShardExtractorRegistration.Name}.{BasketTable.Name}"
        || (!plan && group.Group is CooccurrenceMinerRegistration.Name or $"{CooccurrenceMinerRegistration.Name}.{PairTable.Name}");

    private static void Write(MiningForecast forecast)
    {
        var facts = new Table().NoBorder().HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        facts.AddRow("playlists mined", Number(forecast.Playlists));
        facts.AddRow("tracks that can be in a pair", Number(forecast.Tracks));
        facts.AddRow("tracks in all playlists", Number(forecast.Entries));
        facts.AddRow("pair events to count", Number(forecast.PairEvents));
        facts.AddRow("basket file", Humanize.Bytes(forecast.BasketBytes));
        facts.AddRow("other memory", Humanize.Bytes(forecast.CountingBytes));
        facts.AddRow($"time with {forecast.Threads} threads, about", forecast.Duration.ToString(forecast.Duration.TotalHours < 1 ? "m\\:ss" : "d\\.hh\\:mm\\:ss", CultureInfo.InvariantCulture));
        AnsiConsole.Write(facts);
        var ranges = new Table().AddColumn("range");
        foreach (var column in new[] { "first row", "rows", "events" })
            ranges.AddColumn(new TableColumn(column).RightAligned());
        foreach (var (range, number) in forecast.Ranges.Take(MaxRangesShown).Select((range, number) => (range, number)))
            ranges.AddRow($"{number}", Number(range.FirstRow), Number(range.EndRow - range.FirstRow), Number(range.PairEvents));
        AnsiConsole.Write(ranges);
        if (forecast.Ranges.Count > MaxRangesShown)
            Console.WriteLine($"and {forecast.Ranges.Count - MaxRangesShown} more (--json lists them all)");
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
