using System.Net;
using SpotifyPlatform.BigQuery;
using SpotifyPlatform.BigQuery.Data;
using SpotifyPlatform.Testing.BigQuery;

namespace SpotifyPlatform.BuildingBlocks.Tests.BigQuery;

public sealed class BigQueryClientTests
{
    private const string DoneJob = """{"jobReference":{"projectId":"p","jobId":"j"},"status":{"state":"DONE"},"statistics":{"load":{"outputRows":"7"}}}""";
    private const string RunningJob = """{"jobReference":{"projectId":"p","jobId":"j"},"status":{"state":"RUNNING"}}""";

    public static TheoryData<HttpStatusCode, string, BigQueryErrorKind, bool> Reasons => new()
    {
        { HttpStatusCode.Forbidden, "rateLimitExceeded", BigQueryErrorKind.RateLimitExceeded, true },
        { HttpStatusCode.Forbidden, "quotaExceeded", BigQueryErrorKind.QuotaExceeded, true },
        { HttpStatusCode.Forbidden, "accessDenied", BigQueryErrorKind.AccessDenied, false },
        { HttpStatusCode.Unauthorized, "authError", BigQueryErrorKind.Unauthenticated, false },
        { HttpStatusCode.NotFound, "notFound", BigQueryErrorKind.NotFound, false },
        { HttpStatusCode.BadRequest, "invalidQuery", BigQueryErrorKind.InvalidQuery, false },
        { HttpStatusCode.BadRequest, "bytesBilledLimitExceeded", BigQueryErrorKind.BytesBilledLimitExceeded, false },
        { HttpStatusCode.BadRequest, "somethingNew", BigQueryErrorKind.Invalid, false },
        { HttpStatusCode.ServiceUnavailable, "backendError", BigQueryErrorKind.Backend, true },
        { HttpStatusCode.BadGateway, "", BigQueryErrorKind.Backend, true },
        { HttpStatusCode.TooManyRequests, "", BigQueryErrorKind.RateLimitExceeded, true },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Calls_ErrorAnswer_IsTypedAndRepeatedByItsReason(HttpStatusCode status, string reason, BigQueryErrorKind kind, bool repeated)
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Error(status, reason));
        using var client = server.Connect();

        var error = await Assert.ThrowsAsync<BigQueryException>(() => client.GetDatasetAsync("d", default));

        Assert.Equal((kind, repeated ? 6 : 1), (error.Kind, server.Requests.Count));
        Assert.Contains("of the test", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Insert_IdIsTaken_IsTheJobThatIsThere()
    {
        using var server = new ScriptedServer(request => request.Method == HttpMethod.Post ? ScriptedServer.Error(HttpStatusCode.Conflict, "duplicate") : ScriptedServer.Json(DoneJob));
        using var client = server.Connect();

        var job = await client.CreateLoadJobAsync(["gs://b/o"], client.GetTableReference("d", "t"), null, new CreateLoadJobOptions { JobId = "j" }, default);

        Assert.Equal((JobState.Done, 7L), (job.State, job.OutputRows));
        Assert.Equal(["POST /bigquery/v2/projects/p/jobs", "GET /bigquery/v2/projects/p/jobs/j"], server.Requests);
    }

    [Fact]
    public async Task Poll_JobIsRunning_IsAskedForUntilItIsDone()
    {
        var looks = 0;
        using var server = new ScriptedServer(_ => ScriptedServer.Json(++looks < 5 ? RunningJob : DoneJob));
        using var client = server.Connect(new CallSettings { MaxPollDelay = TimeSpan.FromMilliseconds(1) });

        var job = await client.CreateLoadJobAsync(["gs://b/o"], client.GetTableReference("d", "t"), null, new CreateLoadJobOptions { JobId = "j" }, default);

        Assert.Equal(JobState.Running, job.State);
        Assert.Equal(7L, (await job.PollUntilCompletedAsync(default)).OutputRows);
        Assert.Equal(5, looks);
    }

    [Fact]
    public async Task Job_FailedWithAQuota_IsAnErrorOfTheJob()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json(
            """{"jobReference":{"jobId":"j"},"status":{"state":"DONE","errorResult":{"reason":"quotaExceeded","message":"Exceeded 1500 loads","location":"load_job"}}}"""));
        using var client = server.Connect();

        var job = (await client.FindJobAsync("j", default))!;

        Assert.Equal((BigQueryErrorKind.QuotaExceeded, true, "quotaExceeded"), (job.Error!.Kind, job.Error.IsOfJob, job.Error.Reason));
        Assert.Throws<BigQueryException>(job.ThrowOnAnyError);
    }

    [Fact]
    public async Task Query_ParametersAndLimit_AreSentTyped()
    {
        using var server = new ScriptedServer(request => ScriptedServer.Json(
            request.Method == HttpMethod.Post ? DoneJob : """{"jobComplete":true,"schema":{"fields":[{"name":"n","type":"INTEGER"}]},"rows":[{"f":[{"v":"42"}]}],"totalRows":"1"}"""));
        using var client = server.Connect();
        var sent = "";
        var job = await client.CreateQueryJobAsync(
            "SELECT @a", [new("a", null, 1.5), new("b", null, new[] { "x" }), new("c", BigQueryDbType.Date, null)], new QueryOptions { JobId = "j", MaximumBytesBilled = 1000 }, default);
        sent = server.Body;

        Assert.Contains("""{"name":"a","parameterType":{"type":"FLOAT64"},"parameterValue":{"value":"1.5"}}""", sent, StringComparison.Ordinal);
        Assert.Contains("""{"name":"b","parameterType":{"type":"ARRAY","arrayType":{"type":"STRING"}},"parameterValue":{"arrayValues":[{"value":"x"}]}}""", sent, StringComparison.Ordinal);
        Assert.Contains("""{"name":"c","parameterType":{"type":"DATE"},"parameterValue":{}}""", sent, StringComparison.Ordinal);
        Assert.Contains("\"maximumBytesBilled\":\"1000\"", sent, StringComparison.Ordinal);
        Assert.Equal("j", job.Reference.JobId);
    }

    [Fact]
    public async Task Query_ManyPages_AreFetchedOneByOne()
    {
        using var server = new ScriptedServer(request => ScriptedServer.Json(
            request.Method == HttpMethod.Post ? DoneJob
            : request.RequestUri!.Query.Contains("pageToken=two", StringComparison.Ordinal) ? """{"rows":[{"f":[{"v":"2"}]}]}"""
            : """{"schema":{"fields":[{"name":"n","type":"INTEGER"}]},"rows":[{"f":[{"v":"1"}]}],"totalRows":"2","pageToken":"two"}"""));
        using var client = server.Connect();

        var results = await client.ExecuteQueryAsync("SELECT n", null, new QueryOptions { PageSize = 1 });

        Assert.Equal([1L, 2L], (await results.ToListAsync(default)).Select(row => row["n"]));
    }

    [Fact]
    public async Task Query_PageNamesItselfAsTheNext_IsNoEndlessLoop()
    {
        using var server = new ScriptedServer(request => ScriptedServer.Json(
            request.Method == HttpMethod.Post ? DoneJob : """{"schema":{"fields":[]},"rows":[],"pageToken":"again"}"""));
        using var client = server.Connect();

        var results = await client.ExecuteQueryAsync("SELECT 1", null);

        Assert.Equal(BigQueryErrorKind.InvalidResponse, (await Assert.ThrowsAsync<BigQueryException>(() => results.ToListAsync(default))).Kind);
    }

    [Fact]
    public async Task Answer_LongerThanTheLimit_IsRefusedUnread()
    {
        using var server = new ScriptedServer(_ => ScriptedServer.Json("\"" + new string('x', 5000) + "\""));
        using var client = server.Connect(new CallSettings { MaxResponseBytes = 1000 });
        Assert.Equal(BigQueryErrorKind.ResponseTooLarge, (await Assert.ThrowsAsync<BigQueryException>(() => client.GetDatasetAsync("d", default))).Kind);
    }

    [Fact]
    public async Task Upload_PlaceOfAnotherServer_GetsNoBytes()
    {
        using var server = new ScriptedServer(_ =>
        {
            var response = ScriptedServer.Json("{}");
            response.Headers.Location = new Uri("https://evil.test/upload");
            return response;
        });
        using var client = server.Connect(new CallSettings { MaxAttempts = 1 });

        await Assert.ThrowsAsync<BigQueryException>(() => client.UploadAsync(client.GetTableReference("d", "t"), null, new MemoryStream(new byte[10]), new CreateLoadJobOptions(), default));

        Assert.All(server.Requests, request => Assert.StartsWith("POST /upload/", request, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Calls_MutatedAnswers_AreValuesOrTypedErrors(int seed)
    {
        var fuzz = new AnswerFuzz(seed);
        Assert.Null(await fuzz.RunAsync(750));
        Assert.True(fuzz.Outcomes.Count > 4, string.Join(", ", fuzz.Outcomes));
    }
}
