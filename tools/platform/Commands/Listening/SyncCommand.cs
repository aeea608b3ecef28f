using System.CommandLine;
using System.Globalization;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Publishing;
using SpotifyPlatform.ListeningHistory.Store;
using SpotifyPlatform.ListeningHistory.Sync;
using SpotifyPlatform.ListeningHistory.Sync.PostgreSql;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Platform.Commands.Listening;

/// <summary><c>platform listening sync</c>: copies the published tables into PostgreSQL.</summary>
internal static class SyncCommand
{
    public const string UrlVariable = "POSTGRES_URL";

    public static Command Create()
    {
        var incremental = new Option<bool>("--incremental") { Description = "Send only the months and tables that differ from the last sync." };
        var account = ListeningOptions.Account();
        var data = CommonOptions.Data();
        var command = new Command("sync", $"""
            Copies an account's tables, indexes and views into the schema listening_ACCOUNT of the database that {UrlVariable} names, in one
            transaction: readers see the old tables until it commits. {UrlVariable} is read from the environment, .env.local or .env.

            Example:
              {UrlVariable}=postgres://user:password@host:5432/database platform listening sync
            """)
        {
            incremental, account, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Listening(DataFolder.Of(parsed.GetValue(data)!));
            var url = FindUrl() ?? throw new CommandException(
                $"{UrlVariable} is set neither in the environment nor in .env.local or .env of this folder. Set it: export {UrlVariable}=\"postgres://USER:PASSWORD@HOST:PORT/DATABASE\".");
            var mode = parsed.GetValue(incremental) ? SyncMode.Incremental : SyncMode.Replace;
            await RunAsync(services, ListeningOptions.Read(parsed.GetValue(account)!), url, mode, stop);
            return ExitCode.Done;
        });
        return command;
    }

    public static string? FindUrl() => EnvironmentFile.Find(UrlVariable, Directory.GetCurrentDirectory())?.Value;

    public static async Task RunAsync(IServiceProvider services, AccountName account, string url, SyncMode mode, CancellationToken stop)
    {
        try
        {
            // An import that was killed after its commit, or an older version, leaves an outdated publication.
            var stores = services.GetRequiredService<IListeningStores>();
            if (stores.Exists(account))
                await services.GetRequiredService<PlaysPublisher>().PublishAsync(stores.Open(account), rebuild: false, stop);
            var report = await services.GetRequiredService<PostgresSync>().RunAsync(account, url, mode, stop);
            foreach (var (table, rows) in report.Tables.Where(table => table.Value > 0))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Schema}.{table}: {rows:N0} rows"));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Sent {report.Rows:N0} rows to schema {report.Schema} in {report.Duration.TotalSeconds:0.0} s{(report.Incremental ? $"; {report.Deleted:N0} rows of months and tables that differ are deleted" : "")}."));
        }
        catch (Exception ex) when (ex is SyncException or NoPlaysPublishedException)
        {
            throw new CommandException(ex.Message);
        }
    }
}
