using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Tables.Reports;

namespace SpotifyPlatform.Platform.Maintenance;

/// <summary>Deletes what a check found bad, and has it built again by the next run. No platform may run on the folder.</summary>
internal sealed class StoreRepair(DataFolder data, StoreCheck check, IServiceProvider services)
{
    public const string Acquirer = "acquirer.sqlite";

    /// <summary>Ledgers, which a run writes again; the rows of all other databases are nowhere else.</summary>
    private static readonly string[] Ledgers = [Acquirer, "extractor.sqlite"];

    /// <summary>Deletes what is bad.</summary>
    /// <returns>What was done, and what is lost, one sentence each.</returns>
    public async Task<IReadOnlyList<string>> MendAsync(IReadOnlyList<StoreFinding> findings, CancellationToken cancellationToken)
    {
        var done = new List<string>();
        foreach (var (path, schema) in check.Databases.Where(database => findings.Any(finding => finding.Part == StorePart.Database && finding.File == data.Relative(database.Path))))
            done.Add(Mend(path, schema));
        // Its entries say what was announced on the log that is lost.
        if (IsBusLost(findings))
            SqliteSalvage.Remove(Path.Combine(data.Root, Acquirer));
        await check.Tables.RepairAsync([.. findings.Select(finding => finding.Table).OfType<TableFinding>()], cancellationToken);
        foreach (var finding in findings.Where(finding => finding.Part == StorePart.Artifact))
            await services.GetRequiredService<IArtifactStore>().DeleteAsync(ArtifactKey.Parse(finding.File), cancellationToken);
        foreach (var finding in findings.Where(finding => finding.Part == StorePart.Output))
            File.Delete(Path.Combine(data.Root, finding.File));
        foreach (var shard in Shards(findings))
            File.Delete(Path.Combine(data.Extract, "ledger", $"{ShardId.Parse(shard).FileStem}.json"));
        return done;
    }

    /// <summary>Announces again what no table that derives itself at start owns. Writes to the event log, as one process at a time may.</summary>
    /// <returns>The names.</returns>
    public async Task<IReadOnlyList<string>> AnnounceAsync(IReadOnlyList<StoreFinding> findings, CancellationToken cancellationToken)
    {
        // On a new log all input is announced.
        if (IsBusLost(findings))
            return [];
        var isInputLost = findings.Any(finding => finding.Table?.Remedy == TableRemedy.Announce);
        var announced = new List<string>();
        foreach (var name in Shards(findings).Select(shard => $"shard/{shard}").Concat(isInputLost ? StoreCheck.InputKinds : []))
            if ((await services.GetRequiredService<Republisher>().RepublishAsync(name, cancellationToken)).Count > 0)
                announced.Add(name);
        return announced;
    }

    private bool IsBusLost(IReadOnlyList<StoreFinding> findings) => findings.Any(finding => finding.Part == StorePart.Database && finding.File == data.Relative(data.Bus));

    private static IEnumerable<string> Shards(IReadOnlyList<StoreFinding> findings) => findings.Select(finding => finding.Shard).OfType<string>().Distinct(StringComparer.Ordinal);

    private string Mend(string path, SqliteSchema schema)
    {
        var name = data.Relative(path);
        if (path == data.Bus)
        {
            SqliteSalvage.Remove(path);
            return $"{name} is begun anew, and all input is announced again. Requests of tracks that were not counted yet are lost.";
        }

        if (Ledgers.Contains(name))
        {
            SqliteSalvage.Remove(path);
            return $"{name} is written again.";
        }

        var (damaged, kept) = SqliteSalvage.Run(path, schema);
        var rows = kept.Values.Sum() == 0 ? "no row could be kept" : $"kept {string.Join(", ", kept.Select(table => $"{table.Value:N0} rows of {table.Key}"))}";
        var place = damaged is null ? "" : $" The damaged file is now '{damaged}'.";
        return $"{name}: {rows}. Rows that are missing are nowhere else: put the file back from a backup (platform restore DIR).{place}";
    }
}
