using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Publishing;
using SpotifyPlatform.Platform.Commands.Spotify;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;

namespace SpotifyPlatform.Platform.Commands.Listening;

/// <summary><c>platform listening enrich</c>: metadata of what was played, from the Web API.</summary>
internal static class EnrichCommand
{
    public static Command Create()
    {
        var (account, json, data) = (ListeningOptions.Account(), CommonOptions.Json(), CommonOptions.Data());
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what is known and what is missing, and the time it would take; ask nothing." };
        var command = new Command("enrich", """
            Asks the Web API about played tracks (release date, album, popularity, explicit, duration) and artists (id, genres, popularity, followers) that
            lack metadata, under the budget of 'platform spotify', and publishes the account's tables with the answers. When the quota ends, the same command
            goes on later. What Spotify does not know is asked for again after 90 days.

            Example:
              platform listening enrich --dry-run
              platform listening enrich
            """)
        {
            account, dryRun, json, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var name = ListeningOptions.Read(parsed.GetValue(account));
            await using var services = PlatformHost.Enrichment(DataFolder.Make(parsed.GetValue(data)!));
            return await RunAsync(services, name, parsed.GetValue(dryRun), parsed.GetValue(json), stop);
        });
        return command;
    }

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, AccountName account, bool dryRun, bool json, CancellationToken stop)
    {
        try
        {
            var enrichment = new ListeningEnrichment(services, account);
            var code = dryRun ? Show(enrichment.Plan()) : await RunAsync(enrichment, stop);
            Write(enrichment.Coverage(), json);
            return code;
        }
        catch (SpotifyAuthenticationException ex)
        {
            throw new CommandException(ex.Message);
        }
        catch (ListeningHistory.Insights.NoPlaysPublishedException ex)
        {
            throw new CommandException(ex.Message);
        }
    }

    private static async Task<int> RunAsync(ListeningEnrichment enrichment, CancellationToken stop)
    {
        using var line = new ProgressLine();
        var result = await enrichment.RunAsync(line.For<(int Done, int Total)>(at => $"{at.Done:N0} of {at.Total:N0} requests answered"), stop);
        if (result is not null)
            return SpotifyCommand.Report(result, Console.Error);
        Console.Error.WriteLine("Nothing to ask for: what was played has metadata, or Spotify does not know it.");
        return ExitCode.Done;
    }

    private static int Show((int Tracks, int Artists, TimeSpan Duration) plan)
    {
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{plan.Tracks:N0} tracks and {plan.Artists:N0} artists lack metadata; asking for all of them takes at least {plan.Duration:d\\.hh\\:mm\\:ss} (days.hours:minutes:seconds). Nothing was asked."));
        return ExitCode.Done;
    }

    private static void Write(IReadOnlyList<CoveredColumn> coverage, bool json)
    {
        if (json)
        {
            JsonOutput.WriteIndented(coverage.Select(column => new { column.Table, column.Column, column.Known, column.Played, column.Percentage }));
            return;
        }

        var table = new Table().RoundedBorder().AddColumns("table", "column");
        foreach (var name in new[] { "known", "played", "%" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var column in coverage)
            table.AddRow(
                column.Table, column.Column, column.Known.ToString("N0", CultureInfo.InvariantCulture), column.Played.ToString("N0", CultureInfo.InvariantCulture),
                column.Percentage?.ToString("0.00", CultureInfo.InvariantCulture) ?? "");
        AnsiConsole.Write(table);
        Console.WriteLine("An artist may have no genres, and applications in development mode get no popularity and no followers: that is no error.");
    }
}
