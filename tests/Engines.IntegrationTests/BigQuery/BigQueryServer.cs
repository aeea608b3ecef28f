using System.Globalization;
using SpotifyPlatform.BigQuery;
using SpotifyPlatform.BigQuery.Data;
using SpotifyPlatform.Testing.Artifacts;

namespace SpotifyPlatform.Engines.IntegrationTests.BigQuery;

/// <summary>The BigQuery server that the tests use, where there is one.</summary>
internal static class BigQueryServer
{
    public const string Project = "test-project";

    private static int datasets;

    /// <summary>Null where no server is there.</summary>
    public static string? Address => Environment.GetEnvironmentVariable(BigQueryClientBuilder.EmulatorVariable) is { Length: > 0 } value ? value : null;

    public static void SkipIfAbsent() => Skip.If(
        Address is null, $"{BigQueryClientBuilder.EmulatorVariable} is not set: eval \"$(../shared/servers/servers up bigquery gcs)\" starts a server and names it.");

    /// <summary>A name of its own for each test.</summary>
    public static string NewDatasetName() => string.Create(CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{Interlocked.Increment(ref datasets)}");

    public static BigQueryClient Connect(string? address = null, CallSettings? settings = null) => new BigQueryClientBuilder
    {
        ProjectId = Project, BaseUri = new Uri(address ?? Address!), Settings = settings ?? new CallSettings { RetryDelay = TimeSpan.FromMilliseconds(5), MaxRetryDelay = TimeSpan.FromMilliseconds(20) },
    }.Build();

    public static async Task<TableReference> CreateTableAsync(BigQueryClient client, TableSchema schema)
    {
        var dataset = NewDatasetName();
        await client.GetOrCreateDatasetAsync(dataset, default);
        var table = client.GetTableReference(dataset, "t");
        await client.GetOrCreateTableAsync(new Table { TableReference = table, Schema = schema, Clustering = new Clustering(["id"]) }, default);
        return table;
    }

    public static async Task<(BigQueryClient Client, BucketProxy Proxy)> BehindProxyAsync(CallSettings? settings = null)
    {
        var proxy = await BucketProxy.StartAsync(Address!);
        return (Connect(proxy.Address, settings), proxy);
    }
}
