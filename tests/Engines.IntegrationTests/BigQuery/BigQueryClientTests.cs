using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using SpotifyPlatform.BigQuery;
using SpotifyPlatform.BigQuery.Data;
using SpotifyPlatform.Testing.Artifacts;
using Xunit.Abstractions;

namespace SpotifyPlatform.Engines.IntegrationTests.BigQuery;

/// <summary>The client on a server, and behind a proxy that performs requests and loses their answers.</summary>
[Trait("Category", "Integration")]
public sealed class BigQueryClientTests(ITestOutputHelper log)
{
    private static readonly TableSchema Schema = new TableSchemaBuilder { { "id", BigQueryDbType.String }, { "n", BigQueryDbType.Int64 }, { "x", BigQueryDbType.Float64 } }.Build();

    [SkippableFact]
    public async Task Query_ParametersOfEveryKind_ComeBack()
    {
        BigQueryServer.SkipIfAbsent();
        using var client = BigQueryServer.Connect();
        var time = new DateTimeOffset(2026, 11, 28, 5, 6, 7, 890, TimeSpan.Zero);

        var results = await client.ExecuteQueryAsync(
            "SELECT @s AS s, @i AS i, @f AS f, @b AS b, @t AS t, @n AS n, ARRAY_LENGTH(@a) AS a",
            [new("s", null, "é 'x'"), new("i", null, long.MaxValue), new("f", null, 0.1), new("b", null, true), new("t", null, time), new("n", BigQueryDbType.Int64, null), new("a", null, new[] { "x", "y" })]);

        Assert.Equal(["é 'x'", long.MaxValue, 0.1, true, time, null, 2L], Assert.Single(await results.ToListAsync(default)).ToArray());
    }

    [SkippableFact]
    public async Task Query_MoreRowsThanAPage_AreAllRead()
    {
        BigQueryServer.SkipIfAbsent();
        using var client = BigQueryServer.Connect();
        var results = await client.ExecuteQueryAsync("SELECT n FROM UNNEST(GENERATE_ARRAY(1, 2500)) AS n ORDER BY n", null, new QueryOptions { PageSize = 999 });
        Assert.Equal(Enumerable.Range(1, 2500).Select(n => (long)n), (await results.ToListAsync(default)).Select(row => (long)row["n"]!));
        Assert.Equal(2500, results.TotalRows);
    }

    [SkippableFact]
    public async Task Tables_CreatedTwice_AreThereOnce()
    {
        BigQueryServer.SkipIfAbsent();
        using var client = BigQueryServer.Connect();
        var table = await BigQueryServer.CreateTableAsync(client, Schema);
        var again = await client.GetOrCreateTableAsync(new Table { TableReference = table, Schema = Schema }, default);
        Assert.Equal(["id", "n", "x"], again.Schema!.Fields!.Select(field => field.Name));
        await client.DeleteTableAsync(table, default);
        await client.DeleteTableAsync(table, default);
        Assert.Equal(BigQueryErrorKind.NotFound, (await Assert.ThrowsAsync<BigQueryException>(() => client.GetTableAsync(table, default))).Kind);
    }

    [SkippableFact]
    public async Task Errors_OfQueries_AreTyped()
    {
        BigQueryServer.SkipIfAbsent();
        using var client = BigQueryServer.Connect();
        var error = await Assert.ThrowsAsync<BigQueryException>(() => client.ExecuteQueryAsync("SELEC 1", null));
        Assert.Contains(error.Kind, new[] { BigQueryErrorKind.InvalidQuery, BigQueryErrorKind.Invalid });
        error = await Assert.ThrowsAsync<BigQueryException>(() => client.ExecuteQueryAsync($"SELECT * FROM `{BigQueryServer.Project}.no_such_dataset.t`", null));
        Assert.Equal(BigQueryErrorKind.NotFound, error.Kind);
    }

    [SkippableFact]
    public async Task Upload_SameJobTwice_LoadsOnce()
    {
        BigQueryServer.SkipIfAbsent();
        using var client = BigQueryServer.Connect();
        var table = await BigQueryServer.CreateTableAsync(client, Schema);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var job = await client.UploadAsync(table, Schema, new MemoryStream(Lines(100)), new CreateLoadJobOptions { JobId = $"{table.DatasetId}_once" }, default);
            Assert.Equal(100, (await job.PollUntilCompletedAsync(default)).ThrowOnAnyError().OutputRows);
        }

        await AssertRowsAsync(client, table, 100);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Upload_CutAtRandomBytes_ArrivesWholeOnce(int seed)
    {
        BigQueryServer.SkipIfAbsent();
        var settings = new CallSettings { ChunkBytes = 256 << 10, MaxAttempts = 12, RetryDelay = TimeSpan.FromMilliseconds(5), MaxRetryDelay = TimeSpan.FromMilliseconds(20) };
        var (client, proxy) = await BigQueryServer.BehindProxyAsync(settings);
        await using var stopped = proxy;
        using var disposed = client;
        var table = await BigQueryServer.CreateTableAsync(client, Schema);
        var (random, cuts) = (new Random(seed), 0);
        proxy.Decide = request => IsChunk(request) && cuts < 7 && random.Next(4) > 0 && ++cuts > 0 ? new Fault(FaultKind.CutRequest, random.Next(300_000)) : Fault.None;

        var job = await client.UploadAsync(table, Schema, new MemoryStream(Lines(50_000)), new CreateLoadJobOptions { JobId = $"{table.DatasetId}_cut" }, default);

        Assert.Equal(50_000, (await job.PollUntilCompletedAsync(default)).ThrowOnAnyError().OutputRows);
        log.WriteLine($"seed {seed}: {cuts} cuts, {proxy.Requests} requests");
        Assert.Equal(7, cuts);
        await AssertRowsAsync(client, table, 50_000);
    }

    [SkippableFact]
    public async Task Calls_AnswersLost_HaveOneEffect()
    {
        BigQueryServer.SkipIfAbsent();
        var (client, proxy) = await BigQueryServer.BehindProxyAsync();
        await using var stopped = proxy;
        using var disposed = client;
        var table = await BigQueryServer.CreateTableAsync(client, Schema);
        var lost = new HashSet<string>();
        // The first answer of each place is lost, after the server has done what was asked.
        proxy.Decide = request => lost.Add($"{request.Method} {request.Path}") ? new Fault(FaultKind.LoseAnswer) : Fault.None;

        var job = await client.UploadAsync(table, Schema, new MemoryStream(Lines(10)), new CreateLoadJobOptions { JobId = $"{table.DatasetId}_lost" }, default);
        Assert.Equal(10, (await job.PollUntilCompletedAsync(default)).ThrowOnAnyError().OutputRows);
        var inserted = await client.ExecuteQueryAsync($"INSERT INTO {table.ToSql()} (id, n, x) VALUES (@id, 10, 5.0)", [new("id", null, "000010")]);
        Assert.Equal(1, inserted.NumDmlAffectedRows);

        Assert.True(lost.Count >= 5, string.Join(", ", lost));
        await AssertRowsAsync(client, table, 11);
    }

    private static bool IsChunk(HttpRequest request) => request.Path.StartsWithSegments("/upload", StringComparison.Ordinal) && request.Method == HttpMethods.Put;

    private static byte[] Lines(int rows) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, rows).Select(n =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{n:D6}}","n":{{n}},"x":{{n / 2.0}}}""") + "\n")));

    private static async Task AssertRowsAsync(BigQueryClient client, TableReference table, int rows)
    {
        var sums = await client.ExecuteQueryAsync($"SELECT COUNT(*) AS c, COUNT(DISTINCT id) AS d, SUM(n) AS n, SUM(x) AS x FROM {table.ToSql()}", null);
        var sum = rows * (rows - 1L) / 2;
        Assert.Equal([(long)rows, (long)rows, sum, sum / 2.0], Assert.Single(await sums.ToListAsync(default)).ToArray());
    }
}
