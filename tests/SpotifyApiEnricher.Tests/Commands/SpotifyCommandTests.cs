using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Commands;

/// <summary>Every command that etl-jobs.md and the fetch of artist-enrichment.md name, as a process against the fake Web API.</summary>
public sealed class SpotifyCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeLibrary library = new();
    private readonly HttpMessageInvoker fake;
    private readonly WebApplication server;

    public SpotifyCommandTests()
    {
        fake = new HttpMessageInvoker(new FakeSpotify(TimeProvider.System, library));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.Run(AnswerAsync);
        var now = TimeProvider.System.GetUtcNow();
        library.Playlists[FakeLibrary.PlaylistId(1)] = (FakeLibrary.Me, [1, 2, 3]);
        library.MyPlaylists.Add(FakeLibrary.PlaylistId(1));
        for (var i = 0; i < 12; i++)
            library.Play(i, now.AddMinutes(-60 + i));
    }

    public Task InitializeAsync() => server.StartAsync();

    public Task DisposeAsync() => server.DisposeAsync().AsTask();

    public void Dispose()
    {
        fake.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Commands_OfTheDocuments_HaveTheirCounterpart()
    {
        Assert.Contains("platform spotify login", (await RunAsync("login --help")).Output, StringComparison.Ordinal);
        Assert.Contains("play_history: 13 items in 2 requests, 12 new", (await RunAsync("plays")).Output, StringComparison.Ordinal);
        Assert.Contains("playlists: ", (await RunAsync("playlists")).Output, StringComparison.Ordinal);
        Assert.Contains("profile: ", (await RunAsync("profile")).Output, StringComparison.Ordinal);
        var (_, dryRun) = await RunAsync("artists --mode backfill --dry-run");
        Assert.Contains("12 artists to enrich in 1 requests", dryRun, StringComparison.Ordinal);
        Assert.Equal(10, dryRun.Split('\n').Count(line => line.StartsWith("  1Artist", StringComparison.Ordinal)));
        Assert.Contains("Wrote 12 artists to", (await RunAsync($"artists --mode incremental --output-dir {folder.File("output")}")).Output, StringComparison.Ordinal);
        Assert.Equal(12, File.ReadAllLines(Directory.EnumerateFiles(folder.File("output")).Single()).Length);
        Assert.Contains("No artists to enrich", (await RunAsync("artists --mode backfill")).Output, StringComparison.Ordinal);
        Assert.Contains("0 new, 12 known", (await RunAsync("artists --mode backfill --force")).Output, StringComparison.Ordinal);
        Assert.Contains("raw answers again", (await RunAsync("replay")).Output, StringComparison.Ordinal);
        var (_, status) = await RunAsync("status");
        Assert.Contains("of 1,000 in the last 24 hours", status, StringComparison.Ordinal);
        Assert.Contains("Accounts: me.", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WithoutCredentials_NamesTheRemedyAndFails()
    {
        var (code, output) = await RunAsync("plays", withCredentials: false);
        Assert.Equal(1, code);
        Assert.Contains("has not granted access", output, StringComparison.Ordinal);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri($"http://fake{context.Request.Path}{context.Request.QueryString}"));
        request.Headers.TryAddWithoutValidation("Authorization", (string?)context.Request.Headers.Authorization);
        using var body = new StreamReader(context.Request.Body);
        request.Content = new StringContent(await body.ReadToEndAsync());
        using var answer = await fake.SendAsync(request, CancellationToken.None);
        context.Response.StatusCode = (int)answer.StatusCode;
        await context.Response.Body.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string arguments, bool withCredentials = true)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "SpotifyPlatform.Platform.dll"));
        start.ArgumentList.Add("spotify");
        foreach (var argument in arguments.Split(' '))
            start.ArgumentList.Add(argument);
        if (!arguments.EndsWith("--help", StringComparison.Ordinal))
        {
            start.ArgumentList.Add("--data");
            start.ArgumentList.Add(folder.File("store"));
        }

        start.Environment["SpotifyApiEnricher__ApiAddress"] = $"{server.Urls.First()}/v1/";
        start.Environment["SpotifyApiEnricher__AccountsAddress"] = $"{server.Urls.First()}/";
        foreach (var (name, value) in new[] { ("SPOTIFY_CLIENT_ID", "invented"), ("SPOTIFY_CLIENT_SECRET", FakeSpotify.ClientSecret), ("SPOTIFY_REFRESH_TOKEN", FakeSpotify.RefreshToken) })
            start.Environment[name] = withCredentials ? value : null;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var text = await output + await error;
        Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal);
        return (process.ExitCode, text);
    }
}
