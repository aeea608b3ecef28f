using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Status.V1;
using SpotifyPlatform.EdgeGateway.Keys;

namespace SpotifyPlatform.EdgeGateway.Tests.Http;

/// <summary>Who gets through the edge, and what a service is told of the caller.</summary>
public sealed class AccessTests
{
    private static readonly GetTrackRequest Track = new() { Track = "one" };

    [Fact]
    public async Task Request_WithAKey_IsAnsweredOverJsonAndGrpc()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream);
        var key = await edge.KeyAsync();
        using var json = await edge.SendAsync("/v1/tracks/https%3A%2F%2Fopen.spotify.com%2Ftrack%2F1?limit=3", key);
        Assert.Equal(HttpStatusCode.OK, json.StatusCode);
        Assert.Equal("nosniff", json.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("no-store", json.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
        Assert.False(json.Headers.Contains("Server"));
        Assert.Contains("https:%2F%2Fopen.spotify.com%2Ftrack%2F1", await json.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);

        var answer = await edge.Lookup.GetTrackAsync(Track, Key(key));
        Assert.Equal("one", answer.Track.SpotifyId);
    }

    [Fact]
    public async Task Request_WithoutAValidKey_IsRefusedAndReachesNoService()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream);
        var valid = await edge.KeyAsync();
        var expired = await edge.KeyAsync("old", lifetime: TimeSpan.FromDays(1), created: DateTimeOffset.UnixEpoch);
        foreach (var key in new[] { null, "", "wrong", valid[..^1], expired })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await edge.StatusAsync("/v1/tracks/one", key));
            Assert.Equal(StatusCode.Unauthenticated, await FailureAsync(edge.Lookup, key));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await edge.StatusAsync($"/v1/tracks/one?x-api-key={valid}"));
        using var twice = await edge.SendAsync("/v1/tracks/one", valid, headers: ("x-api-key", "other"));
        Assert.Equal(HttpStatusCode.Unauthorized, twice.StatusCode);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Request_BeyondItsScope_IsForbidden()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream);
        var (reader, admin, writer) = (
            await edge.KeyAsync("reader", accounts: ["me"]), await edge.KeyAsync("operator", [KeyScope.Admin]), await edge.KeyAsync("writer", [KeyScope.Write], ["me"]));
        Assert.Equal(HttpStatusCode.OK, await edge.StatusAsync("/v1/listening/me/settings", reader));
        using var deleted = await edge.SendAsync("/v1/listening/me", reader, HttpMethod.Delete);
        Assert.Equal(HttpStatusCode.Forbidden, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await edge.StatusAsync("/v1/tracks/one", admin));
        using var written = await edge.SendAsync("/v1/listening/me/settings", writer, HttpMethod.Patch, new StringContent("{}"));
        Assert.Equal(HttpStatusCode.OK, written.StatusCode);

        var imports = new ImportsService.ImportsServiceClient(edge.Channel);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await imports.DeleteAccountAsync(new DeleteAccountRequest { Account = "me" }, Key(reader)));
        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);
    }

    [Fact]
    public async Task Request_WithForgedIdentity_CarriesTheKeysAccountsAlone()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream);
        var key = await edge.KeyAsync(accounts: ["me", "you"]);
        using var response = await edge.SendAsync(
            "/v1/listening/me/settings", key, null, null,
            ("x-accounts", "victim"), ("X-ACCOUNTS", "victim"), ("x_accounts", "victim"), ("x-forwarded-for", "127.0.0.1"), ("x-forwarded-user", "root"), ("x-user", "root"), ("cookie", "a=b"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await edge.Lookup.GetTrackAsync(Track, new Metadata { { "x-api-key", key }, { "x-accounts", "victim" } });

        Assert.Equal(2, upstream.Requests.Count);
        Assert.Equal("me,you", upstream.Requests.First().Headers["x-accounts"]);
        Assert.False(upstream.Requests.Last().Headers.ContainsKey("x-accounts"), "The lookup-gateway knows no accounts.");
        Assert.All(upstream.Requests, request =>
        {
            Assert.DoesNotContain(request.Headers, header => header.Key is "x-api-key" or "cookie" or "x_accounts" or "x-user" || header.Key.StartsWith("x-forwarded", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(request.Headers, header => header.Value.Contains("victim", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Request_OfAKeyWithoutAccounts_NamesNone()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream);
        await edge.StatusAsync("/v1/listening/me/settings", await edge.KeyAsync());
        Assert.Equal("", Assert.Single(upstream.Requests).Headers["x-accounts"]);
    }

    [Fact]
    public async Task PublicPorts_OfOperatorsRoutes_KnowNone()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream);
        var key = await edge.KeyAsync(scopes: [KeyScope.Read, KeyScope.Write, KeyScope.Admin]);
        foreach (var path in new[] { "/metrics", "/health/live", "/health/ready", "/admin/keys", "/v1/other", "/" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await edge.StatusAsync(path));
            Assert.Equal(HttpStatusCode.NotFound, await edge.StatusAsync(path, key));
        }

        using var forged = await edge.SendAsync("/admin/keys", key, headers: ("Host", edge.OperatorAddress.Authority));
        Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);
        var status = new PipelineStatusService.PipelineStatusServiceClient(edge.Channel);
        Assert.Equal(
            StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(async () => await status.GetPipelineStatusAsync(new GetPipelineStatusRequest(), Key(key)))).StatusCode);
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData(StatusCodes.Status404NotFound)]
    [InlineData(StatusCodes.Status405MethodNotAllowed)]
    [InlineData(StatusCodes.Status500InternalServerError)]
    public async Task Error_OfAServiceWithoutABody_IsPassedOn(int status)
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream);
        upstream.Before = context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        };
        using var response = await edge.SendAsync("/v1/tracks/one/unknown", await edge.KeyAsync());
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("", await response.Content.ReadAsStringAsync());
        Assert.Contains("nosniff", response.Headers.GetValues("x-content-type-options"));
        Assert.Contains(edge.Logs.GetSnapshot(), line => line.Id.Id == 7001 && line.Message.Contains($" {status} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OperatorPorts_WithTheAdminScope_AnswerOperatorsAlone()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream);
        var (admin, reader) = (await edge.KeyAsync("operator", [KeyScope.Admin]), await edge.KeyAsync("reader"));
        using var client = new HttpClient { BaseAddress = edge.OperatorAddress };
        var keys = new Uri(edge.OperatorAddress, "/admin/keys");
        foreach (var (key, expected) in new[] { (null, HttpStatusCode.Unauthorized), (reader, HttpStatusCode.Forbidden), (admin, HttpStatusCode.OK) })
        {
            using var response = await TestEdge.SendAsync(client, keys, key, null, null);
            Assert.Equal(expected, response.StatusCode);
            var body = await response.Content.ReadAsStringAsync();
            Assert.Equal(key == admin, body.Contains(ApiKeyText.PrefixOf(admin)!, StringComparison.Ordinal));
            Assert.DoesNotContain(Convert.ToHexStringLower(ApiKeyText.Hash(admin)), body, StringComparison.Ordinal);
        }

        using var live = await client.GetAsync(new Uri("/health/live", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        using var track = await TestEdge.SendAsync(client, new Uri(edge.OperatorAddress, "/v1/tracks/one"), reader, null, null);
        Assert.Equal(HttpStatusCode.NotFound, track.StatusCode);
        using var channel = GrpcChannel.ForAddress(edge.OperatorGrpcAddress);
        var status = new PipelineStatusService.PipelineStatusServiceClient(channel);
        await status.GetPipelineStatusAsync(new GetPipelineStatusRequest(), Key(admin));
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await status.GetPipelineStatusAsync(new GetPipelineStatusRequest(), Key(reader)));
        Assert.Equal((StatusCode.PermissionDenied, "The key or token does not have the scope for this."), (refused.StatusCode, refused.Status.Detail));
    }

    [Fact]
    public async Task AccessLog_OfARequest_HasTheClientAndNoSecret()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream);
        var key = await edge.KeyAsync(accounts: ["me"]);
        await edge.StatusAsync($"/v1/listening/me/settings?token={key}", key);
        await edge.StatusAsync($"/v1/listening/me/{key}", "wrong");
        var lines = edge.Logs.GetSnapshot().Where(line => line.Id.Id == 7001).Select(line => line.Message).ToList();
        Assert.Matches(@"^GET /v1/listening/\{account\}/\{\*\*rest\} 200  in [0-9.]+ ms for key:phone\.$", lines[0]);
        Assert.Matches(@"^GET /v1/listening/\{account\}/\{\*\*rest\} 401  in [0-9.]+ ms for 127\.0\.0\.1\.$", lines[1]);
        var written = edge.Logs.GetSnapshot().Select(line => $"{line.Message} {string.Join(' ', line.Scopes)}").ToList();
        Assert.DoesNotContain(written, line => line.Contains(key, StringComparison.Ordinal) || line.Contains("wrong", StringComparison.Ordinal) || line.Contains("/listening/me", StringComparison.Ordinal));
    }

    private static Metadata Key(string key) => new() { { "x-api-key", key } };

    private static async Task<StatusCode> FailureAsync(LookupService.LookupServiceClient client, string? key) =>
        (await Assert.ThrowsAsync<RpcException>(async () => await client.GetTrackAsync(Track, key is null ? [] : Key(key)))).StatusCode;
}
