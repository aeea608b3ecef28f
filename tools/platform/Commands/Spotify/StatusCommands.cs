using System.CommandLine;
using Spectre.Console;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.Jobs;
using SpotifyPlatform.SpotifyApiEnricher.Quotas;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;
using Capabilities = SpotifyPlatform.SpotifyApiEnricher.WebApi.Capabilities;

namespace SpotifyPlatform.Platform.Commands.Spotify;

/// <summary>What the Web API's store holds.</summary>
internal static class StatusCommands
{
    private const int Runs = 10;

    public static Command Status()
    {
        var (json, data) = (CommonOptions.Json(), CommonOptions.Data());
        var forget = new Option<bool>("--forget-capabilities") { Description = "Try again what Spotify refused this application." };
        var command = new Command("status", """
            Shows the quota, a deadline that Spotify set, what Spotify refuses this application, accounts, and the last runs.

            Example:
              platform spotify status
            """)
        {
            json, forget, data,
        };
        command.SetAction((parsed, stop) => SpotifyCommand.WithServicesAsync(parsed.GetValue(data)!, async services =>
        {
            if (parsed.GetValue(forget))
                await services.GetRequiredService<Capabilities>().ForgetAsync(stop);
            var rules = services.GetRequiredService<QuotaRules>();
            var quota = services.GetRequiredService<IQuotaStore>().Read(rules, services.GetRequiredService<TimeProvider>().GetUtcNow());
            var refused = services.GetRequiredService<Capabilities>().Refused();
            var accounts = services.GetRequiredService<AccessTokens>().Accounts();
            var runs = services.GetRequiredService<IIngestStore>().ListRuns(Runs);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonOutput.Format(new { rules.PerMinute, rules.PerDay, Quota = quota, Refused = refused.Select(known => known.Capability.ToString()), Accounts = accounts, Runs = runs }));
            else
                Write(rules, quota, refused, accounts, runs);
            return ExitCode.Done;
        }));
        return command;
    }

    public static Command Replay()
    {
        var data = CommonOptions.Data();
        var command = new Command("replay", """
            Maps every raw answer again, after a change of the mapping. The tables end as a fresh ingest would; nothing is asked.

            Example:
              platform spotify replay
            """)
        {
            data,
        };
        command.SetAction((parsed, stop) => SpotifyCommand.WithServicesAsync(parsed.GetValue(data)!, async services =>
        {
            var count = await services.GetRequiredService<Replay>().RunAsync(stop);
            Console.WriteLine($"Mapped {count:N0} raw answers again.");
            return ExitCode.Done;
        }));
        return command;
    }

    private static void Write(QuotaRules rules, QuotaState quota, IReadOnlyList<RefusedCapability> refused, IReadOnlyList<string> accounts, IReadOnlyList<IngestRun> runs)
    {
        Console.WriteLine($"Requests: {quota.LastMinute:N0} of {rules.PerMinute:N0} in the last minute, {quota.LastDay:N0} of {rules.PerDay:N0} in the last 24 hours.");
        if (quota.Deadline is { } deadline)
            Console.WriteLine($"Not asked before {deadline:yyyy-MM-dd HH:mm:ss} UTC: {QuotaHandler.Describe(quota.Reason)}.");
        foreach (var capability in refused)
            Console.WriteLine($"Refused since {capability.RefusedAt:yyyy-MM-dd} ({capability.Status}): {Capabilities.Describe(capability.Capability)}.");
        Console.WriteLine(accounts.Count > 0 ? $"Accounts: {string.Join(", ", accounts)}." : "No account has granted access. Log in with: platform spotify login");
        if (runs.Count == 0)
            return;
        var table = new Table().AddColumns("run", "job", "account", "started", "outcome", "requests", "items", "new", "detail");
        foreach (var run in runs)
            table.AddRow(
                $"{run.Id}", run.Job, run.Account.EscapeMarkup(), run.StartedAt[..19], run.Gap ? $"{run.Outcome}, gap" : run.Outcome, $"{run.Requests:N0}", $"{run.Fetched:N0}", $"{run.Inserted:N0}",
                run.Detail.EscapeMarkup());
        AnsiConsole.Write(table);
    }
}
