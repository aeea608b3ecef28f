using Grpc.Core;

namespace SpotifyPlatform.Packages.Tests.Calls;

internal sealed class ProbeService(ProbeLog log) : Probe.ProbeBase
{
    public const string OwnHeaderPrefix = "probe-";

    public override async Task<ProbeReply> Echo(ProbeRequest request, ServerCallContext context)
    {
        log.LastRequestHeaders = context.RequestHeaders;
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders.Where(entry => entry.Key.StartsWith(OwnHeaderPrefix, StringComparison.Ordinal)))
        {
            headers.Add(entry);
            context.ResponseTrailers.Add(entry);
        }

        if (request.Count == (int)WriteFlags.NoCompress)
            context.WriteOptions = new WriteOptions(WriteFlags.NoCompress);

        await context.WriteResponseHeadersAsync(headers);
        return new ProbeReply { Text = request.Text };
    }

    public override async Task Repeat(ProbeRequest request, IServerStreamWriter<ProbeReply> responseStream, ServerCallContext context)
    {
        for (var i = 0; i < request.Count; i++)
            await responseStream.WriteAsync(new ProbeReply { Text = request.Text }, context.CancellationToken);
    }

    public override async Task<ProbeReply> Join(IAsyncStreamReader<ProbeRequest> requestStream, ServerCallContext context)
    {
        var texts = new List<string>();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            texts.Add(request.Text);

        return new ProbeReply { Text = string.Join(' ', texts) };
    }

    public override async Task Chat(
        IAsyncStreamReader<ProbeRequest> requestStream, IServerStreamWriter<ProbeReply> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext())
            await responseStream.WriteAsync(new ProbeReply { Text = requestStream.Current.Text });
    }

    public override Task<ProbeReply> Fail(ProbeRequest request, ServerCallContext context) => throw new RpcException(
        new Status((StatusCode)request.Count, request.Text), new Metadata { { "reason", "asked-for" }, { "proof-bin", [1, 0, 255] } });

    public override async Task<ProbeReply> Hang(ProbeRequest request, ServerCallContext context)
    {
        log.HangStarted.TrySetResult(context.Deadline);
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        finally
        {
            log.HangEnded.TrySetResult();
        }

        return new ProbeReply();
    }

    public override Task<ProbeReply> WhoAmI(ProbeRequest request, ServerCallContext context) => Task.FromResult(new ProbeReply
    {
        Text = context.AuthContext.IsPeerAuthenticated
            ? $"{context.AuthContext.PeerIdentityPropertyName}={context.AuthContext.PeerIdentity.Single().Value}"
            : "nobody",
    });
}

/// <summary>What a test can learn about the calls from the server's side.</summary>
internal sealed class ProbeLog
{
    public TaskCompletionSource<DateTime> HangStarted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource HangEnded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Metadata? LastRequestHeaders { get; set; }
}
