using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

/// <summary>The command line as a process, on a temporary data folder, against the fake Web API behind a real port.</summary>
public sealed class CommandWorld : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpMessageInvoker fake;
    private readonly WebApplication server;
    private Process? running;

    public CommandWorld()
    {
        Api = new FakeSpotify(TimeProvider.System, Library);
        fake = new HttpMessageInvoker(Api);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.Run(AnswerAsync);
    }

    internal FakeSpotify Api { get; }

    internal FakeLibrary Library { get; } = new();

    public string File(string name) => folder.File(name);

    public Task InitializeAsync() => server.StartAsync();

    public Task DisposeAsync() => server.DisposeAsync().AsTask();

    /// <param name="arguments">Separated by spaces; <c>~</c> is a space within one.</param>
    /// <param name="data">The name of the data folder.</param>
    public async Task<CommandOutcome> RunAsync(string arguments, bool withCredentials = true, string data = "store")
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "SpotifyPlatform.Platform.dll"));
        foreach (var argument in arguments.Split(' '))
            start.ArgumentList.Add(argument.Replace('~', ' '));
        if (!arguments.EndsWith("--help", StringComparison.Ordinal))
        {
            start.ArgumentList.Add("--data");
            start.ArgumentList.Add(folder.File(data));
        }

        start.Environment["SpotifyApiEnricher__ApiAddress"] = $"{server.Urls.First()}/v1/";
        start.Environment["SpotifyApiEnricher__AccountsAddress"] = $"{server.Urls.First()}/";
        foreach (var (name, value) in new[] { ("SPOTIFY_CLIENT_ID", "invented"), ("SPOTIFY_CLIENT_SECRET", FakeSpotify.ClientSecret), ("SPOTIFY_REFRESH_TOKEN", FakeSpotify.RefreshToken) })
            start.Environment[name] = withCredentials ? value : null;
        using var process = running = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var outcome = new CommandOutcome(process.ExitCode, await output, await error);
        Assert.DoesNotContain("SECRET", outcome.Output.Replace("SPOTIFY_CLIENT_SECRET", "", StringComparison.Ordinal), StringComparison.Ordinal);
        return outcome;
    }

    /// <summary>SIGKILL to the process that runs.</summary>
    public void Kill() => running!.Kill();

    public void Dispose()
    {
        fake.Dispose();
        folder.Dispose();
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
}

/// <param name="Standard">Standard output.</param>
public sealed record CommandOutcome(int ExitCode, string Standard, string Error)
{
    public string Output => Standard + Error;
}
