using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Tables.Reports;
using TableStore = SpotifyPlatform.Tables.TableStore;

namespace SpotifyPlatform.Platform.Maintenance;

/// <summary>Verifies every file of a data folder, also beside a running platform. Changes nothing.</summary>
internal sealed partial class StoreCheck(DataFolder data, IServiceProvider services)
{
    /// <summary>Kinds of input files that tables are made of.</summary>
    public static readonly IReadOnlyList<string> InputKinds = ["catalog", "catalog-artists", "catalog-albums", "features", "playlists", "dump"];

    private const string RowsPrefix = "analysis/";

    private readonly IArtifactStore artifacts = services.GetRequiredService<IArtifactStore>();
    private readonly TableStore store = services.GetRequiredService<TableStore>();

    public TableCheck Tables { get; } = new(
        services.GetRequiredService<IArtifactStore>(), services.GetRequiredService<TableStore>(), services.GetRequiredService<InputFiles>(), InputKinds);

    /// <summary>The databases that the folder has or had, each with its schema.</summary>
    public IReadOnlyList<(string Path, SqliteSchema Schema)> Databases => data.DatabasesOf(services.GetServices<SqliteSchema>());

    /// <param name="table">One table; null for everything.</param>
    public async Task<IReadOnlyList<StoreFinding>> FindAsync(string? table, CancellationToken cancellationToken)
    {
        var findings = (await Tables.FindAsync(table, cancellationToken))
            .Select(found => new StoreFinding(StorePart.Table, found.Key.ToString(), Sentence(found.What)) { Table = found, Shard = ShardOf(found) })
            .ToList();
        if (table is not null)
            return findings;
        foreach (var (path, schema) in Databases)
            findings.AddRange(SqliteCheck.Find(path, schema).Select(what => new StoreFinding(StorePart.Database, data.Relative(path), what)));
        await FindOutputsAsync(findings, cancellationToken);
        return findings;
    }

    /// <summary>The same, looking a second time at what was found: an object that a running platform was writing or deleting is whole or gone by then.</summary>
    public async Task<IReadOnlyList<StoreFinding>> FindLastingAsync(string? table, CancellationToken cancellationToken)
    {
        var found = await FindAsync(table, cancellationToken);
        if (found.Count == 0)
            return found;
        var again = (await FindAsync(table, cancellationToken)).Select(finding => finding.ToString()).ToHashSet(StringComparer.Ordinal);
        return [.. found.Where(finding => again.Contains(finding.ToString()))];
    }

    public async Task<bool> HasTableAsync(string table, CancellationToken cancellationToken) => (await store.ListTablesAsync(table, cancellationToken)).Contains(table);

    /// <summary>The ledger against the files, the rows in the artifact store and the tables.</summary>
    private async Task FindOutputsAsync(List<StoreFinding> findings, CancellationToken cancellationToken)
    {
        var extraction = new FolderExtraction(data.Extract);
        var entries = extraction.Entries();
        foreach (var finding in extraction.Verify(cancellationToken))
            findings.Add(new(StorePart.Output, data.Relative(Path.Combine(data.Extract, finding.Path)), finding.Problem) { Shard = ShardOfFile(finding.Path) });
        var stored = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var found in artifacts.ListAsync(RowsPrefix, cancellationToken))
        {
            stored.Add(found.Key.ToString());
            if (await HashAsync(found.Key, cancellationToken) != found.Key.Segments[2])
                findings.Add(new(StorePart.Artifact, found.Key.ToString(), "The file does not have the SHA-256 that it is named by.") { Shard = ShardOfFile(found.Key.ToString()) });
        }

        foreach (var entry in entries)
            foreach (var output in entry.Outputs.Where(output => output.Kind is "tracks" or "sections"))
                if ($"{RowsPrefix}{ShardId.Parse(entry.Shard).FileStem}/{output.Sha256}/{Path.GetFileName(output.Path)}" is var key && entry.Status == ExtractionStatus.Complete && !stored.Contains(key))
                    findings.Add(new(StorePart.Artifact, key, "The file is missing, though the ledger has it.") { Shard = entry.Shard });
        foreach (var table in await store.ListTablesAsync(AnalysisTable.Prefix, cancellationToken))
            if (AnalysisTable.TryShardOf(table, out var shard) && entries.All(entry => entry.Shard != shard.Prefix))
                findings.Add(new(StorePart.Output, data.Relative(Path.Combine(data.Extract, "ledger", $"{shard.FileStem}.json")), "The ledger has no entry of a shard that has a table.") { Shard = shard.Prefix });
    }

    private async Task<string> HashAsync(ArtifactKey key, CancellationToken cancellationToken)
    {
        await using var stream = await artifacts.OpenAsync(key, ByteRange.All, cancellationToken);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private static string? ShardOf(TableFinding found) => AnalysisTable.TryShardOf(found.Table, out var shard) ? shard.Prefix : null;

    private static string? ShardOfFile(string path) => FileStem().Match(path) is { Success: true } match
        && AnalysisTable.TryShardOf(AnalysisTable.Prefix + match.Groups["stem"].Value.Replace('_', '-').ToLowerInvariant(), out var shard) ? shard.Prefix : null;

    private static string Sentence(string what) => $"{char.ToUpperInvariant(what[0])}{what[1..].TrimEnd('.')}.";

    [GeneratedRegex("^(?:(?:tracks|sections)/(?<stem>.+)_(?:tracks|sections)|(?:ledger|quarantine)/(?<stem>[^.]+)|analysis/(?<stem>[^/]+)/)")]
    private static partial Regex FileStem();
}
