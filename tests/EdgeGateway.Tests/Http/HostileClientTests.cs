using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.EdgeGateway.Keys;

namespace SpotifyPlatform.EdgeGateway.Tests.Http;

/// <summary>Clients that mean harm: each is refused with the right status, memory stays bounded, and the service behind is asked nothing and goes on answering.</summary>
public sealed class HostileClientTests
{
    private const int Megabyte = 1 << 20;

    private static readonly GetTrackRequest Track = new() { Track = "one" };

    [Fact]
    public async Task Body_OfAHundredMegabytes_IsRefusedUnread()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream);
        var key = await edge.KeyAsync(scopes: [KeyScope.Read, KeyScope.Write], accounts: ["me"]);
        using var socket = await ConnectAsync(edge.Json.BaseAddress!);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"PATCH /v1/listening/me/settings HTTP/1.1\r\nHost: edge\r\nx-api-key: {key}\r\nContent-Length: {100 * Megabyte}\r\n\r\n"));
        var answer = new byte[4096];
        Assert.StartsWith("HTTP/1.1 413", Encoding.ASCII.GetString(answer, 0, await socket.ReceiveAsync(answer)), StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);

        // One that does not say its length is cut at the limit: the service gets no more than that.
        var sent = new Zeros(100 * Megabyte);
        var status = await StatusOrCutAsync(() => edge.SendAsync("/v1/listening/me/settings", key, HttpMethod.Patch, sent));
        Assert.True(status is null or HttpStatusCode.RequestEntityTooLarge, $"{status}");
        Assert.True(sent.Written < 20 * Megabyte, $"{sent.Written} bytes were taken.");

        using var import = await edge.SendAsync("/v1/listening/me/imports", key, HttpMethod.Post, new Zeros(8 * Megabyte));
        Assert.Equal(HttpStatusCode.OK, import.StatusCode);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await edge.Lookup.GetTrackAsync(new GetTrackRequest { Track = new string('x', 3 * Megabyte) }, Key(key)));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        await AssertUnharmedAsync(edge, key);
    }

    [Fact]
    public async Task Burst_OfTenThousandRequests_IsAnsweredUpToTheLimit()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            upstream, ("EdgeGateway:Limits:Client:RequestsPerSecond", "0.001"), ("EdgeGateway:Limits:Client:Burst", "100"), ("EdgeGateway:Limits:Client:Concurrency", "10000"),
            ("EdgeGateway:Limits:Address:RequestsPerSecond", "0.001"), ("EdgeGateway:Limits:Address:Burst", "50"), ("EdgeGateway:Limits:Address:Concurrency", "10000"));
        var (key, other) = (await edge.KeyAsync(), await edge.KeyAsync("other"));
        var statuses = new int[600];
        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (number, _) =>
        {
            using var response = await edge.SendAsync("/v1/tracks/one", number % 2 == 0 ? key : "wrong");
            Interlocked.Increment(ref statuses[(int)response.StatusCode]);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                Assert.InRange(int.Parse(response.Headers.GetValues("Retry-After").Single(), null), 1, 1_001_000);
        });
        Assert.Equal((100, 50, 9_850), (statuses[200], statuses[401], statuses[429]));
        Assert.Equal(100, upstream.Requests.Count);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await edge.Lookup.GetTrackAsync(Track, Key(key)));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.NotNull(failure.Trailers.GetValue("grpc-retry-pushback-ms"));
        await AssertUnharmedAsync(edge, other);
    }

    [Fact]
    public async Task Requests_OverTheConcurrencyOfAClient_AreRefusedWhileOthersRun()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream, ("EdgeGateway:Limits:Client:Concurrency", "2"));
        var (key, other) = (await edge.KeyAsync(), await edge.KeyAsync("other"));
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var arrived = new SemaphoreSlim(0);
        upstream.Before = async _ =>
        {
            arrived.Release();
            await release.Task;
        };
        var running = new[] { edge.StatusAsync("/v1/tracks/one", key), edge.StatusAsync("/v1/tracks/one", key) };
        await arrived.WaitAsync();
        await arrived.WaitAsync();
        using var refused = await edge.SendAsync("/v1/tracks/one", key);
        Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (refused.StatusCode, refused.Headers.GetValues("Retry-After").Single()));
        release.SetResult();
        Assert.All(await Task.WhenAll(running), status => Assert.Equal(HttpStatusCode.OK, status));
        upstream.Before = null;
        await AssertUnharmedAsync(edge, other);
        await AssertUnharmedAsync(edge, key);
    }

    [Fact]
    public async Task Body_ThatArrivesSlowly_IsCutWithoutAService()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            upstream, ("EdgeGateway:Ports:SlowBodyGrace", "00:00:01.1"), ("EdgeGateway:Ports:MinBodyBytesPerSecond", "1000000"));
        var key = await edge.KeyAsync(scopes: [KeyScope.Read, KeyScope.Write], accounts: ["me"]);
        using var socket = await ConnectAsync(edge.Json.BaseAddress!);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"PATCH /v1/listening/me/settings HTTP/1.1\r\nHost: edge\r\nx-api-key: {key}\r\nContent-Length: 1000\r\n\r\n{{"));
        Assert.StartsWith("HTTP/1.1 408", await ReadToEndAsync(socket), StringComparison.Ordinal);

        // gRPC: the call ends, and no service waits for its message.
        using var stalled = new StallingBody();
        await Assert.ThrowsAnyAsync<Exception>(() => SendGrpcAsync(edge, key, stalled));
        Assert.DoesNotContain(upstream.Requests, request => request.Path.Contains("GetTrack", StringComparison.Ordinal));
        await AssertUnharmedAsync(edge, key);
    }

    [Fact]
    public async Task Connections_ThatStayIdle_MakeRoomForOthers()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream, ("Http:MaxConnections", "200"));
        var key = await edge.KeyAsync();
        var idle = new List<Socket>();
        try
        {
            for (var i = 0; i < 5_000; i++)
                idle.Add(await ConnectAsync(i % 2 == 0 ? edge.Json.BaseAddress! : edge.GrpcAddress));
            await AssertUnharmedAsync(edge, key);
            using var operators = new HttpClient();
            using var live = await operators.GetAsync(new Uri(edge.OperatorAddress, "/health/live"));
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Message_ThatUnpacksToAThousandTimesItsSize_IsRefused()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream);
        var key = await edge.KeyAsync(scopes: [KeyScope.Read, KeyScope.Write], accounts: ["me"]);
        var packed = Pack(60 * Megabyte);
        Assert.True(packed.Length < 64 * 1024);
        using var bomb = new ByteArrayContent(Message(packed, compressed: true));
        bomb.Headers.Add("grpc-encoding", "gzip");
        var before = GC.GetTotalAllocatedBytes();
        using var refused = await SendGrpcAsync(edge, key, bomb);
        await refused.Content.ReadAsByteArrayAsync();
        Assert.Equal("8", GrpcStatus(refused));
        Assert.True(GC.GetTotalAllocatedBytes() - before < 30 * Megabyte);

        using var body = new ByteArrayContent(packed);
        body.Headers.ContentEncoding.Add("gzip");
        using var json = await edge.SendAsync("/v1/listening/me/settings", key, HttpMethod.Patch, body);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, json.StatusCode);
        await AssertUnharmedAsync(edge, key);
    }

    public static TheoryData<string> MalformedFrames { get; } = new(
        "GET / HTTP/1.1\r\n\r\n", // No preface of HTTP/2.
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\x04\0\0\0\0\0", // A frame of 16 MiB.
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0\0\0\x05\x01\x05\0\0\0\x01\xff\xff\xff\xff\xff", // Headers that cannot be decoded.
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0\0\0\x01\0\0\0\0\0\0x", // Data of no stream.
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\x08\x06\0\0\0\0\x01pingpong"); // A ping on a stream.

    [Theory]
    [MemberData(nameof(MalformedFrames))]
    public async Task Frames_ThatAreMalformed_EndTheirConnectionAlone(string frames)
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream);
        var key = await edge.KeyAsync();
        using var socket = await ConnectAsync(edge.GrpcAddress);
        await socket.SendAsync(Encoding.Latin1.GetBytes(frames));
        await ReadToEndAsync(socket);
        await AssertUnharmedAsync(edge, key);
    }

    [Fact]
    public async Task Message_OfAMalformedLength_IsRefusedByItsStatus()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream);
        var key = await edge.KeyAsync();
        var lying = Message([1, 2, 3], compressed: false);
        BinaryPrimitives.WriteUInt32BigEndian(lying.AsSpan(1), 100 * Megabyte);
        using var content = new ByteArrayContent(lying);
        using var response = await SendGrpcAsync(edge, key, content);
        await response.Content.ReadAsByteArrayAsync();
        Assert.Equal("8", GrpcStatus(response));
        await AssertUnharmedAsync(edge, key);
    }

    [Fact]
    public async Task Headers_BeyondTheirLimit_AreRefused()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream);
        var key = await edge.KeyAsync();
        using var response = await edge.SendAsync("/v1/tracks/one", new string('k', 64 * 1024));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
        await AssertUnharmedAsync(edge, key);
    }

    private static async Task AssertUnharmedAsync(TestEdge edge, string key)
    {
        Assert.Equal(HttpStatusCode.OK, await edge.StatusAsync("/v1/tracks/one", key));
        Assert.Equal("one", (await edge.Lookup.GetTrackAsync(Track, Key(key))).Track.SpotifyId);
    }

    private static Metadata Key(string key) => new() { { "x-api-key", key } };

    private static async Task<HttpResponseMessage> SendGrpcAsync(TestEdge edge, string key, HttpContent content)
    {
        using var client = new HttpClient();
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(edge.GrpcAddress, "/spotifyplatform.lookup.v1.LookupService/GetTrack"))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = content,
        };
        request.Headers.Add("x-api-key", key);
        request.Headers.Add("te", "trailers");
        var response = await client.SendAsync(request);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }

    private static string? GrpcStatus(HttpResponseMessage response) =>
        (response.TrailingHeaders.TryGetValues("grpc-status", out var trailer) || response.Headers.TryGetValues("grpc-status", out trailer)) ? trailer.Single() : null;

    private static byte[] Message(byte[] content, bool compressed)
    {
        var message = new byte[5 + content.Length];
        message[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(1), (uint)content.Length);
        content.CopyTo(message, 5);
        return message;
    }

    private static byte[] Pack(int zeros)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(new byte[zeros]);
        return packed.ToArray();
    }

    private static async Task<HttpStatusCode?> StatusOrCutAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            using var response = await send();
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<Socket> ConnectAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port);
        return socket;
    }

    /// <returns>What came until the server ended the connection.</returns>
    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            for (int read; (read = await socket.ReceiveAsync(buffer)) > 0;)
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (SocketException ex) when (ex.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Ended with bytes of ours unread.
        }

        return text.ToString();
    }

    /// <summary>A body of zeros that does not say its length, and counts what was taken of it.</summary>
    private sealed class Zeros(int length) : HttpContent
    {
        private static readonly byte[] Part = new byte[Megabyte];

        public long Written { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (; Written < length; Written += Part.Length)
                await stream.WriteAsync(Part);
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = 0;
            return false;
        }
    }

    /// <summary>A message that begins and never ends.</summary>
    private sealed class StallingBody : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(new byte[] { 0, 0, 0, 0, 100, 1 }, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
