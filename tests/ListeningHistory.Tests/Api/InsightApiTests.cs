using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Tests.Support;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.ListeningHistory.Tests.Api;

public sealed class InsightApiTests
{
    private static readonly string Export = ListeningWorld.Array(
        ExportRow.Extended("2024-01-15T10:03:01Z", 181_000), ExportRow.Extended("2024-01-15T11:03:01Z", 60_000, song: 2), ExportRow.Extended("2024-01-15T12:03:01Z", 2_000, song: 3));

    [Fact]
    public async Task Json_AfterAnImport_AnswersEveryInsight()
    {
        await using var host = await StartAsync();
        var artists = ListTopArtistsResponse.Parser.ParseJson(await host.Http.GetStringAsync(Url("top-artists?period=2024&by_plays=true")));
        Assert.Equal(("Invented Band", 2L, 241_000L, "2023-01-01"), (artists.Artists[0].ArtistName, artists.Artists[0].Plays, artists.Artists[0].MsPlayed, artists.Period.PreviousFrom));
        foreach (var name in new[]
        {
            "summary", "top-tracks", "top-albums", "over-time?bucket=week", "weekday-hours", "calendar", "genres", "release-years", "popularity", "sessions?gap_minutes=5", "discovery",
            "skips",
        })
        {
            var answer = await host.Http.GetAsync(Url(name));
            Assert.True(answer.IsSuccessStatusCode, $"{name}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Theory]
    [InlineData("summary?period=never", HttpStatusCode.BadRequest)]
    [InlineData("summary?perod=all", HttpStatusCode.BadRequest)]
    [InlineData("top-artists?limit=1001", HttpStatusCode.BadRequest)]
    [InlineData("top-artists?limit=many", HttpStatusCode.BadRequest)]
    [InlineData("over-time?bucket=decade", HttpStatusCode.BadRequest)]
    [InlineData("sessions?gap_minutes=1441", HttpStatusCode.BadRequest)]
    public async Task Json_WrongQuestion_IsRefused(string name, HttpStatusCode expected)
    {
        await using var host = await StartAsync();
        Assert.Equal(expected, (await host.Http.GetAsync(Url(name))).StatusCode);
    }

    [Fact]
    public async Task Json_AnAccountWithoutPlays_IsNotFound()
    {
        await using var host = await ListeningHost.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync(Url("summary"))).StatusCode);
    }

    [Fact]
    public async Task Json_AnExcludedArtist_LeavesAndComesBack()
    {
        await using var host = await StartAsync();
        var exclusion = new Uri("/v1/listening/me/exclusions/artist/Invented%20Band", UriKind.Relative);
        Assert.Equal(HttpStatusCode.NoContent, (await host.Http.PutAsync(exclusion, null)).StatusCode);
        Assert.Equal(0, (await SummaryAsync(host)).Plays);
        var listed = ListExclusionsResponse.Parser.ParseJson(await host.Http.GetStringAsync(new Uri("/v1/listening/me/exclusions", UriKind.Relative)));
        Assert.Equal(new Exclusion { Kind = ExclusionKind.Artist, Value = "Invented Band" }, Assert.Single(listed.Exclusions));
        Assert.Equal(HttpStatusCode.NoContent, (await host.Http.DeleteAsync(exclusion)).StatusCode);
        Assert.Equal(2, (await SummaryAsync(host)).Plays);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Http.PutAsync(new Uri("/v1/listening/me/exclusions/label/x", UriKind.Relative), null)).StatusCode);
    }

    [Fact]
    public async Task Grpc_OfOneAccount_AnswersItAndRefusesAnothers()
    {
        await using var host = await StartAsync();
        using var channel = GrpcChannel.ForAddress(host.App.GrpcAddress());
        var client = new InsightsService.InsightsServiceClient(channel);
        Assert.Equal(2, (await client.GetSummaryAsync(new GetSummaryRequest { Account = "me" })).Summary.Plays);
        var denied = await Assert.ThrowsAsync<RpcException>(() =>
            client.GetSummaryAsync(new GetSummaryRequest { Account = "me" }, new Metadata { { "x-accounts", "anna" } }).ResponseAsync);
        Assert.Equal(StatusCode.PermissionDenied, denied.StatusCode);
        var malformed = await Assert.ThrowsAsync<RpcException>(() =>
            client.ListTopArtistsAsync(new ListTopArtistsRequest { Account = "me", Order = new InsightOrder { Limit = -1 } }).ResponseAsync);
        Assert.Equal(StatusCode.InvalidArgument, malformed.StatusCode);
    }

    [Fact]
    public async Task Undo_OfTheOnlyImport_LeavesNothingToAnswerFrom()
    {
        await using var host = await StartAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await host.Http.DeleteAsync(new Uri("/v1/listening/me/imports/1", UriKind.Relative))).StatusCode);
        Assert.Equal(0, (await SummaryAsync(host)).Plays);
    }

    private static async Task<ListeningHost> StartAsync()
    {
        var host = await ListeningHost.StartAsync();
        using var content = new StringContent(Export);
        var answer = await host.Http.PostAsync(new Uri("/v1/listening/me/imports?name=Streaming_History_Audio_1.json", UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return host;
    }

    private static async Task<Summary> SummaryAsync(ListeningHost host) =>
        GetSummaryResponse.Parser.ParseJson(await host.Http.GetStringAsync(Url("summary"))).Summary;

    private static Uri Url(string insight) => new($"/v1/listening/me/insights/{insight}", UriKind.Relative);
}
