using System.Globalization;
using System.Net.Sockets;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Net.Client;
using SpotifyPlatform.Contracts.Lookup.V1;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>The same answers over gRPC, JSON and the command line.</summary>
public sealed partial class ServingTests
{
    [Fact]
    public async Task Serve_AfterTheRun_AnswersTheSameOverEveryProtocol()
    {
        using var world = await World.CreateAsync();
        await Platform.DoneAsync(world.RunArguments());
        var showcase = world.Showcase();
        var fromCommandLine = await Platform.DoneAsync("similar", showcase, "--limit", "5", "--data", world.Data, "--json");

        await using var platform = Platform.Start("run", "--input", world.Input, "--data", world.Data, "--port", "0", "--grpc-port", "0");
        var (json, grpc) = await platform.AddressesAsync();
        using var http = new HttpClient { BaseAddress = json };

        Assert.Equal(fromCommandLine.Trim(), await http.GetStringAsync($"/v1/tracks/{showcase}/similar?limit=5"));
        var link = $"https://open.spotify.com/intl-de/track/{showcase}?si=0123456789abcdef";
        Assert.Equal(fromCommandLine.Trim(), await http.GetStringAsync($"/v1/tracks/{Uri.EscapeDataString(link)}/similar?limit=5"));
        Assert.Equal(fromCommandLine, await Platform.DoneAsync("similar", link, "--limit", "5", "--data", world.Data, "--json"));
        using var health = await http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        using var unknown = await http.GetAsync("/v1/tracks/0000000000000000000000");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var malformed = await http.GetAsync("/v1/tracks/nonsense");
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);

        using var channel = GrpcChannel.ForAddress(grpc);
        var client = new LookupService.LookupServiceClient(channel);
        var track = (await client.GetTrackAsync(new GetTrackRequest { Track = $"spotify:track:{showcase}" })).Track;
        Assert.Equal(showcase, (await client.GetTrackAsync(new GetTrackRequest { Track = track.Match.Mbid })).Track.SpotifyId);
        Assert.Equal(track.Isrc, (await client.GetTrackAsync(new GetTrackRequest { Track = track.Isrc })).Track.Isrc);
        Assert.NotEmpty((await client.GetAnalysisAsync(new GetAnalysisRequest { Track = showcase })).Analysis.Sections);
        Assert.NotEmpty((await client.FindCooccurringAsync(new FindCooccurringRequest { Track = showcase })).Cooccurring);
        var batch = await client.BatchGetTracksAsync(new BatchGetTracksRequest { Tracks = { showcase, "0000000000000000000000" } });
        Assert.Equal(["0000000000000000000000"], batch.Unknown);
        Assert.Equal(track, Assert.Single(batch.Tracks));
        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.FindSimilarAsync(new FindSimilarRequest { Track = showcase, Limit = 101 }));
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }

    [Fact]
    public async Task Status_OfARunningPlatform_EqualsThatOfItsFolder()
    {
        using var world = await World.CreateAsync(tracks: 200, shards: 2, playlists: 10);
        await Platform.DoneAsync(world.RunArguments());
        await using var platform = Platform.StartWith(
            new() { ["Services__elsewhere"] = "http://127.0.0.1:1" }, "run", "--input", world.Input, "--data", world.Data, "--port", "0", "--grpc-port", "0");
        var (_, grpc) = await platform.AddressesAsync();

        var asked = JsonNode.Parse(await Platform.DoneAsync("status", "--address", grpc.ToString(), "--json"))!.AsObject();
        var read = JsonNode.Parse(await Platform.DoneAsync("status", "--data", world.Data, "--json"))!.AsObject();

        Assert.Contains("elsewhere", Assert.Single(asked["silent"]!.AsArray())!.GetValue<string>(), StringComparison.Ordinal);
        foreach (var part in new[] { asked, read })
            part.Remove("silent");
        Assert.Equal(read.ToJsonString(), asked.ToJsonString());
        Assert.NotEqual(0, asked["shards_loaded"]!.GetValue<long>());
    }

    [Fact]
    public async Task Queries_ToARunningPlatform_EqualThoseOfItsFolder()
    {
        using var world = await World.CreateAsync(tracks: 200, shards: 2, playlists: 100);
        await Platform.DoneAsync(world.RunArguments());
        await using var platform = Platform.Start("run", "--input", world.Input, "--data", world.Data, "--port", "0", "--grpc-port", "0");
        var (_, grpc) = await platform.AddressesAsync();
        var track = world.Showcase();

        foreach (var query in new string[][] { ["track", track], ["similar", track, "--limit", "5"], ["pairs", track], ["tables"] })
            Assert.Equal(
                await Platform.DoneAsync([.. query, "--json", "--data", world.Data]), await Platform.DoneAsync([.. query, "--json", "--address", grpc.ToString()]));
        var verified = await Platform.RunWithAsync(new() { ["SPOTIFYPLATFORM_ADDRESS"] = grpc.ToString() }, "verify", "--truth", world.Truth);
        Assert.Equal(await Platform.DoneAsync("verify", "--truth", world.Truth, "--data", world.Data), verified.Output);

        var unknown = await Platform.RunAsync("track", "0000000000000000000000", "--address", grpc.ToString());
        Assert.Equal(1, unknown.ExitCode);
        var malformed = await Platform.RunAsync("track", "nonsense", "--address", grpc.ToString());
        Assert.Equal(2, malformed.ExitCode);
        var both = await Platform.RunAsync("tables", "--data", world.Data, "--address", grpc.ToString());
        Assert.Equal(2, both.ExitCode);
    }

    [Fact]
    public async Task Export_WhereTheEnvironmentNamesAPlatform_SaysThatItNeedsAFolder()
    {
        using var folder = new TemporaryFolder();
        var finished = await Platform.RunWithAsync(
            new() { ["SPOTIFYPLATFORM_ADDRESS"] = "http://127.0.0.1:1" }, "export", "--output", folder.File("pairs"), "--data", folder.File("none"));
        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("SPOTIFYPLATFORM_ADDRESS", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_NoPlatformAtTheAddress_FailsAndNamesIt()
    {
        var finished = await Platform.RunAsync("status", "--address", "http://127.0.0.1:1");
        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("http://127.0.0.1:1", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Track_MalformedName_IsAUsageErrorThatListsTheForms()
    {
        using var world = await World.CreateAsync(tracks: 200, shards: 0, playlists: 10);
        await Platform.DoneAsync(world.RunArguments());
        var finished = await Platform.RunAsync("track", "nonsense", "--data", world.Data);
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("ISRC", finished.Error, StringComparison.Ordinal);
    }

    /// <summary>Idle connections to both ports, together more than the process may open files.</summary>
    [SkippableFact]
    public async Task Serve_MoreIdleConnectionsThanFiles_StillAnswers()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The limit of open files is read from /proc.");
        const int files = 600;
        using var world = await World.CreateAsync(tracks: 200, shards: 0, playlists: 10);
        await using var platform = Platform.StartLimited(files, "run", "--input", world.Input, "--data", world.Data, "--port", "0", "--grpc-port", "0");
        var (json, grpc) = await platform.AddressesAsync();
        var idle = new List<Socket>();
        try
        {
            for (var i = 0; i < files; i++)
                idle.Add(await ConnectAsync(i % 2 == 0 ? json : grpc));
            // Until then the server may still take some of them, and close the connection of the request for them.
            var taken = int.Parse(Lowered().Match(platform.Error).Groups[1].Value, CultureInfo.InvariantCulture);
            while (idle.Count(IsClosed) < files - taken)
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            using var http = new HttpClient { BaseAddress = json };
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);
            Assert.False(platform.HasExited);
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Run_BesideARunningOne_IsRefusedAndNamesIt()
    {
        using var world = await World.CreateAsync(tracks: 200, shards: 0, playlists: 10);
        await using var platform = Platform.Start("run", "--input", world.Input, "--data", world.Data, "--port", "0", "--grpc-port", "0");
        await platform.AddressesAsync();

        var second = await Platform.RunAsync(world.RunArguments());

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("Another process already runs on", second.Error, StringComparison.Ordinal);
        Assert.False(platform.HasExited);
    }

    [Fact]
    public async Task Run_WrongOption_SaysWhichAndEnds()
    {
        using var world = await World.CreateAsync(tracks: 200, shards: 0, playlists: 10);
        var finished = await Platform.RunWithAsync(new() { ["Vectorizer__MinPopularity"] = "400", ["Xref__Nonsense"] = "1" }, world.RunArguments());

        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("MinPopularity", finished.Error, StringComparison.Ordinal);
        Assert.Contains("Nonsense", finished.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"Http:MaxConnections is lowered from \d+ to (\d+)")]
    private static partial Regex Lowered();

    private static bool IsClosed(Socket socket)
    {
        try
        {
            var received = 1;
            while (received > 0 && socket.Poll(0, SelectMode.SelectRead))
                received = socket.Receive(new byte[1024]);
            return received == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static async Task<Socket> ConnectAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        return socket;
    }
}
