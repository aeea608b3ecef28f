using System.Net;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ListeningHistory.Tests.Support;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.ListeningHistory.Tests.Api;

public sealed class ImportApiTests
{
    private static readonly string Export = ListeningWorld.Array(ExportRow.Extended("2024-01-15T10:03:01Z", 181_000), ExportRow.Extended("2024-01-15T11:03:01Z", 2_000, song: 2));

    [Fact]
    public async Task Json_UploadListUndoDelete_DoWhatTheySay()
    {
        await using var host = await ListeningHost.StartAsync();
        Assert.Equal(2, (await UploadAsync(host, "/v1/listening/me/imports?mode=preview&name=Streaming_History_Audio_1.json")).Counts.New);
        Assert.Empty((await ListAsync(host)).Imports);
        var report = await UploadAsync(host, "/v1/listening/me/imports?name=Streaming_History_Audio_1.json");
        Assert.Equal((2, 1, 1), (report.Counts.New, report.Counts.Plays, report.Counts.TooShort));
        Assert.Equal(report.ImportId, Assert.Single((await ListAsync(host)).Imports).ImportId);
        Assert.Equal(HttpStatusCode.NoContent, (await host.Http.DeleteAsync(Url($"/v1/listening/me/imports/{report.ImportId}"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.DeleteAsync(Url($"/v1/listening/me/imports/{report.ImportId}"))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await host.Http.DeleteAsync(Url("/v1/listening/me"))).StatusCode);
    }

    [Theory]
    [InlineData("/v1/listening/NoName/imports?name=a.json", HttpStatusCode.BadRequest)]
    [InlineData("/v1/listening/me/imports?name=..%2Fa.json", HttpStatusCode.BadRequest)]
    [InlineData("/v1/listening/me/imports?mode=other", HttpStatusCode.BadRequest)]
    public async Task Json_WrongRequest_IsRefused(string url, HttpStatusCode expected)
    {
        await using var host = await ListeningHost.StartAsync();
        using var content = new StringContent(Export);
        Assert.Equal(expected, (await host.Http.PostAsync(Url(url), content)).StatusCode);
    }

    [Fact]
    public async Task Json_UploadLargerThanItMayBe_IsRefusedAndLeavesNothing()
    {
        await using var host = await ListeningHost.StartAsync();
        using var content = new ByteArrayContent(new byte[200_000]);
        var answer = await host.Http.PostAsync(Url("/v1/listening/me/imports?name=a.json"), content);
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge });
        Assert.Empty((await ListAsync(host)).Imports);
    }

    [Fact]
    public async Task Json_BehindAnEdge_CallerOfOneAccountCannotReachAnother()
    {
        await using var host = await ListeningHost.StartAsync(behindEdge: true);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Http.GetAsync(Url("/v1/listening/anna/imports"))).StatusCode);
        host.Http.DefaultRequestHeaders.Add("x-accounts", "anna");
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync(Url("/v1/listening/anna/imports"))).StatusCode);
        foreach (var url in new[] { "/v1/listening/berta/imports", "/v1/listening/berta/settings" })
            Assert.Equal(HttpStatusCode.Forbidden, (await host.Http.GetAsync(Url(url))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Http.DeleteAsync(Url("/v1/listening/berta"))).StatusCode);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"unknown": 1}""")]
    public async Task Json_MalformedSettings_AreABadRequest(string body)
    {
        await using var host = await ListeningHost.StartAsync();
        using var content = new StringContent(body);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Http.PatchAsync(Url("/v1/listening/anna/settings"), content)).StatusCode);
    }

    [Fact]
    public async Task Grpc_UploadInPieces_IsImportedAndItsArtistIsRequested()
    {
        await using var host = await ListeningHost.StartAsync();
        using var channel = GrpcChannel.ForAddress(host.App.GrpcAddress());
        var client = new ImportsService.ImportsServiceClient(channel);
        using var call = client.ImportExport();
        var bytes = Encoding.UTF8.GetBytes(Export);
        foreach (var (piece, index) in bytes.Chunk(100).Select((piece, index) => (piece, index)))
        {
            var message = new ImportExportRequest { Content = ByteString.CopyFrom(piece) };
            if (index == 0)
                (message.Account, message.FileName) = ("me", "Streaming_History_Audio_1.json");
            await call.RequestStream.WriteAsync(message);
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(2, (await call).Report.Counts.New);

        var bus = host.App.Services.GetRequiredService<IEventBus>();
        await using var reader = await bus.ReadAsync(Topics.ArtistsRequested, ReadFrom.Oldest, CancellationToken.None);
        var received = Assert.Single(await reader.ReceiveAsync(10, TimeSpan.Zero, CancellationToken.None));
        Assert.Equal("Invented Band", Assert.Single(ArtistsRequested.Parser.ParseFrom(received.Payload!.Value.Span).Artists).Name);

        var denied = await Assert.ThrowsAsync<RpcException>(() => client.ListImportsAsync(
            new ListImportsRequest { Account = "me" }, new Metadata { { "x-accounts", "anna" } }).ResponseAsync);
        Assert.Equal(StatusCode.PermissionDenied, denied.StatusCode);
    }

    private static async Task<ImportReport> UploadAsync(ListeningHost host, string url)
    {
        using var content = new StringContent(Export);
        var answer = await host.Http.PostAsync(Url(url), content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return ImportReport.Parser.ParseJson(text);
    }

    private static async Task<ListImportsResponse> ListAsync(ListeningHost host) =>
        ListImportsResponse.Parser.ParseJson(await host.Http.GetStringAsync(Url("/v1/listening/me/imports")));

    private static Uri Url(string relative) => new(relative, UriKind.Relative);
}
