using System.Globalization;
using System.Net;
using System.Text;
using SpotifyPlatform.BigQuery;
using SpotifyPlatform.BigQuery.Data;

namespace SpotifyPlatform.Testing.BigQuery;

/// <summary>
/// A server whose answers are mutated: each call of the client must end in values or a <see cref="BigQueryException"/>, within a time and a memory.
/// </summary>
internal sealed class AnswerFuzz(int seed)
{
    /// <summary>Allocated by one call, at most: some times the longest answer.</summary>
    private const long MaxAllocatedBytes = 64 << 20;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);
    private static readonly CallSettings Settings = new()
    {
        MaxAttempts = 1, MaxPollDelay = TimeSpan.FromTicks(1), JobTimeout = TimeSpan.FromMilliseconds(50), MaxResponseBytes = 1 << 20, ChunkBytes = 1 << 18,
    };

    private const string Row = """{"f":[{"v":"a\u00e9"},{"v":"-7"},{"v":"1.5e3"},{"v":"true"},{"v":"1700000000000000"},{"v":"2026-11-28"},{"v":"AAEC"},{"v":[{"v":"1"},{"v":"2"}]},{"v":{"f":[{"v":"x"},{"v":null}]}}]}""";
    private const string Schema = """{"fields":[{"name":"s","type":"STRING"},{"name":"i","type":"INTEGER"},{"name":"f","type":"FLOAT"},{"name":"b","type":"BOOLEAN"},{"name":"t","type":"TIMESTAMP"},{"name":"d","type":"DATE"},{"name":"y","type":"BYTES"},{"name":"r","type":"INTEGER","mode":"REPEATED"},{"name":"q","type":"RECORD","fields":[{"name":"x","type":"STRING"},{"name":"z","type":"NUMERIC"}]}]}""";
    private const string Page = $$"""{"jobComplete":true,"totalRows":"3","schema":{{Schema}},"rows":[{{Row}},{{Row}},{{Row}}]}""";
    private const string Job = """{"jobReference":{"projectId":"p","jobId":"j_1","location":"US"},"configuration":{"load":{"destinationTable":{"projectId":"p","datasetId":"d","tableId":"t"}}},"status":{"state":"DONE"},"statistics":{"load":{"outputRows":"3","outputBytes":"99"},"query":{"totalBytesBilled":"10485760","numDmlAffectedRows":"2"}}}""";
    private const string FailedJob = """{"jobReference":{"projectId":"p","jobId":"j_1"},"status":{"state":"DONE","errorResult":{"reason":"invalid","message":"row 3","location":"gs://b/o"}}}""";
    private const string Table = $$$"""{"tableReference":{"projectId":"p","datasetId":"d","tableId":"t"},"schema":{{{Schema}}},"numRows":"3","numBytes":"512","clustering":{"fields":["s"]},"timePartitioning":{"type":"DAY","field":"t"}}""";
    private const string Error = """{"error":{"code":403,"message":"Quota exceeded","errors":[{"reason":"quotaExceeded","message":"Quota exceeded"}]}}""";
    private static readonly string[] Tokens = ["null", "-1", "9223372036854775808", "1e400", "\"\"", "[]", "{}", "true", "\"\\ud800\"", "[[[[", "\"PENDING\"", "\"DONE\"", "\"REPEATED\"", "\"RECORD\"", "\u0000"];

    private readonly Random random = new(seed);

    public SortedDictionary<string, long> Outcomes { get; } = new(StringComparer.Ordinal);

    /// <returns>What went wrong, or null.</returns>
    public async Task<string?> RunAsync(int runs)
    {
        for (var i = 0; i < runs; i++)
        {
            var (start, allocated) = (TimeProvider.System.GetTimestamp(), GC.GetTotalAllocatedBytes());
            try
            {
                var outcome = await OneAsync();
                Outcomes[outcome] = Outcomes.GetValueOrDefault(outcome) + 1;
            }
            catch (Exception ex)
            {
                return string.Create(CultureInfo.InvariantCulture, $"answer {i} of seed {seed}: {ex}");
            }

            if (TimeProvider.System.GetElapsedTime(start) is var time && time > Slow)
                return string.Create(CultureInfo.InvariantCulture, $"answer {i} of seed {seed} took {time}");
            if (GC.GetTotalAllocatedBytes() - allocated is var bytes && bytes > MaxAllocatedBytes)
                return string.Create(CultureInfo.InvariantCulture, $"answer {i} of seed {seed} took {bytes} bytes of memory");
        }

        return null;
    }

    private async Task<string> OneAsync()
    {
        var mutated = 0;
        // The first answer is mutated, sometimes a later one.
        var target = random.Next(3) == 0 ? random.Next(3) : 0;
        using var server = new ScriptedServer(request => Answer(request, mutated++ == target));
        using var client = server.Connect(Settings);
        try
        {
            await CallAsync(client);
            return "values";
        }
        catch (BigQueryException ex)
        {
            return ex.Message.Length <= 1000 ? $"error {ex.Kind}" : throw new InvalidOperationException($"A message of {ex.Message.Length} characters.", ex);
        }
        catch (TimeoutException)
        {
            return "job not done";
        }
    }

    private async Task CallAsync(BigQueryClient client)
    {
        var table = client.GetTableReference("d", "t");
        switch (random.Next(5))
        {
            case 0:
                await client.GetTableAsync(table, default);
                break;
            case 1:
                await client.GetOrCreateTableAsync(new Table { TableReference = table }, default);
                break;
            case 2:
                var job = await client.CreateLoadJobAsync(["gs://b/o"], table, null, new CreateLoadJobOptions { JobId = "j_1" }, default);
                (await job.PollUntilCompletedAsync(default)).ThrowOnAnyError();
                break;
            case 3:
                using (var content = new MemoryStream(new byte[300_000]))
                    await client.UploadAsync(table, null, content, new CreateLoadJobOptions { JobId = "j_1" }, default);
                break;
            default:
                await foreach (var row in (await client.ExecuteQueryAsync("SELECT 1", [new BigQueryParameter("a", null, 1)])).GetRowsAsync())
                    _ = row.ToArray();
                break;
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, bool mutate)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (path.StartsWith("/upload", StringComparison.Ordinal))
            return Upload(request, mutate);
        var text = path.Contains("/queries/", StringComparison.Ordinal) ? Page : path.Contains("/jobs", StringComparison.Ordinal) ? random.Next(8) == 0 ? FailedJob : Job : Table;
        return mutate ? Mutated(text) : ScriptedServer.Json(text);
    }

    private HttpResponseMessage Upload(HttpRequestMessage request, bool mutate)
    {
        var response = mutate ? Mutated(Job) : ScriptedServer.Json(Job);
        if (request.Method == HttpMethod.Post)
            response.Headers.TryAddWithoutValidation("Location", mutate && random.Next(2) == 0 ? "http://elsewhere.test/x" : ScriptedServer.Address + "/upload/session?upload_id=1");
        else if (mutate && random.Next(2) == 0)
        {
            response.StatusCode = HttpStatusCode.PermanentRedirect;
            response.Headers.TryAddWithoutValidation("Range", random.Next(3) switch { 0 => "bytes=0-262143", 1 => "bytes=0-99999999999999999999", _ => "bytes=" + random.Next() });
        }

        return response;
    }

    private HttpResponseMessage Mutated(string text)
    {
        var status = random.Next(6) switch { 0 => HttpStatusCode.Forbidden, 1 => HttpStatusCode.ServiceUnavailable, 2 => HttpStatusCode.NotFound, _ => HttpStatusCode.OK };
        return ScriptedServer.Json(Mutate(Encoding.UTF8.GetBytes(status == HttpStatusCode.OK ? text : Error)), status);
    }

    private byte[] Mutate(byte[] answer)
    {
        var bytes = answer.ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 200)));
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 200))));
                    break;
                case 4:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)"[{\"1 "[random.Next(5)], random.Next(1, random.Next(20) == 0 ? 2_000_000 : 2000)));
                    break;
                default:
                    ReplaceValue(bytes, at);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Puts another value behind a colon.</summary>
    private void ReplaceValue(List<byte> bytes, int at)
    {
        var colon = bytes.IndexOf((byte)':', at);
        if (colon < 0)
            return;
        var end = colon + 1;
        while (end < bytes.Count && bytes[end] is not ((byte)',' or (byte)'}'))
            end++;
        bytes.RemoveRange(colon + 1, end - colon - 1);
        bytes.InsertRange(colon + 1, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
    }
}
