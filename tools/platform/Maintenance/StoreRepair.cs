using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Platform.Maintenance;

/// <summary>Deletes what a check found bad, and has it built again by the next run. No platform may run on the folder.</summary>
internal sealed class StoreRepair(DataFolder data, StoreCheck check, IServiceProvider services)
{
    public const string Acquirer = "acquirer.sqlite";

    /// <summary>Ledgers, which a run writes again; the rows of all other databases are nowhere else.</summary>
    private static readonly string[] Ledgers = [Acquirer, "extractor.sqlite"];

    /// <returns>What was done, and what is lost, one sentence each.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<StoreFinding> findings, CancellationToken cancellationToken)
    {
        var done = new List<string>();
        var databases = findings.Where(finding => finding.Part == StorePart.Database).Select(finding => finding.File).Distinct().ToList();
        var isBusLost = databases.Contains(data.Relative(data.Bus));
        foreach (var database in databases)
            done.Add(Mend(database));
        // Its entries say what was announced on the log that is lost.
        if (isBusLost)
            SqliteSalvage.Remove(Path.Combine(data.Root, Acquirer));
        await check.Tables.RepairAsync([.. findings.Select(finding => finding.Table).OfType<Tables.Reports.TableFinding>()], cancellationToken);
        foreach (var finding in findings.Where(finding => finding.Part == StorePart.Artifact))
            await services.GetRequiredService<IArtifactStore>().DeleteAsync(ArtifactKey.Parse(finding.File), cancellationToken);
        foreach (var finding in findings.Where(finding => finding.Part == StorePart.Output))
            File.Delete(Path.Combine(data.Root, finding.File));
        foreach (var shard in Shards(findings))
            File.Delete(Path.Combine(data.Extract, "ledger", $"{Music.ShardId.Parse(shard).FileStem}.json"));
        if (!isBusLost)
            await AnnounceAsync(findings, done, cancellationToken);
        return done;
    }

    /// <summary>What is not owned by a table that derives itself at start is announced again.</summary>
    private async Task AnnounceAsync(IReadOnlyList<StoreFinding> findings, List<string> done, CancellationToken cancellationToken)
    {
        var isInputLost = findings.Any(finding => finding.Table?.Remedy == Tables.Reports.TableRemedy.Announce);
        IEnumerable<string> names = [.. Shards(findings).Select(shard => $"shard/{shard}"), .. isInputLost ? StoreCheck.InputKinds : []];
        foreach (var name in names)
            if ((await services.GetRequiredService<Republisher>().RepublishAsync(name, cancellationToken)).Count > 0)
                done.Add($"{name} is announced again.");
    }

    private static IEnumerable<string> Shards(IReadOnlyList<StoreFinding> findings) => findings.Select(finding => finding.Shard).OfType<string>().Distinct(StringComparer.Ordinal);

    private string Mend(string database)
    {
        var path = Path.Combine(data.Root, database);
        if (path == data.Bus)
        {
            SqliteSalvage.Remove(path);
            return $"{database} is begun anew, and all input is announced again. Requests of tracks that were not counted yet are lost.";
        }

        if (Ledgers.Contains(database))
        {
            SqliteSalvage.Remove(path);
            return $"{database} is written again.";
        }

        var kept = SqliteSalvage.Run(path);
        return kept.Count == 0
            ? $"{database}: no row could be kept. These rows are nowhere else: put the file back from a backup (platform restore DIR)."
            : $"{database}: kept {string.Join(", ", kept.Select(table => $"{table.Value:N0} rows of {table.Key}"))}. Rows that are missing are nowhere else: put the file back from a backup (platform restore DIR).";
    }
}
