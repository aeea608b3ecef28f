using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.BigQuery;
using SpotifyPlatform.BigQuery.Warehouse;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Testing.Storage;

namespace SpotifyPlatform.Testing.BigQuery;

/// <summary>Warehouses on a BigQuery server with their artifacts in a folder: a data set a folder.</summary>
internal sealed class BigQueryWorld(string address, string dataset, string folder)
{
    public const string Project = "test-project";

    private static readonly CallSettings Settings = new()
    {
        RetryDelay = TimeSpan.FromMilliseconds(5), MaxRetryDelay = TimeSpan.FromMilliseconds(50), MaxPollDelay = TimeSpan.FromMilliseconds(20), Timeout = TimeSpan.FromSeconds(120),
    };

    private readonly FolderArtifactStore artifacts = new(Path.Combine(folder, "store"), null, TimeProvider.System);

    public string Dataset => dataset;

    public TableStore Tables => new(artifacts, artifacts, Path.Combine(folder, "scratch"), 1 << 20, 1, TimeProvider.System);

    /// <summary>A name that only this folder has.</summary>
    public static string DatasetOf(string folder) => "t" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16];

    public BigQueryClient Connect() => new BigQueryClientBuilder { ProjectId = Project, BaseUri = new Uri(address), Settings = Settings }.Build();

    public BigQueryWarehouse Open(BigQueryClient client, int maxShardsPerJob = 50, string? otherDataset = null) => WarehouseFactory.Create(
        client, new BigQueryWarehouseOptions { ProjectId = Project, Dataset = otherDataset ?? dataset, MaxShardsPerJob = maxShardsPerJob }, Tables, artifacts, null, Path.Combine(folder, "uploads"), TimeProvider.System);

    public ShardWriter Writer(World world) => new(artifacts, Tables, world);

    /// <summary>All rows and what the ledger says of them, without times and the ids of loads.</summary>
    public static async Task<string> DigestAsync(BigQueryClient client, string dataset)
    {
        var text = new StringBuilder();
        foreach (var (table, columns, order) in new[]
                 {
                     ("spotify_audio_analysis_tracks", "*", "spotify_id"),
                     ("spotify_audio_analysis_sections", "*", "spotify_id, section_index"),
                     ("spotify_audio_analysis_loads", "shard, state, generation, revision, extractor_version, tracks, sections", "shard, state"),
                 })
        {
            var results = await client.ExecuteQueryAsync($"SELECT {columns} FROM `{Project}.{dataset}.{table}` ORDER BY {order}", null);
            await foreach (var row in results.GetRowsAsync())
                text.AppendJoin('|', row.ToArray()).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
