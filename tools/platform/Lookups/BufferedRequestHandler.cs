namespace SpotifyPlatform.Platform.Lookups;

/// <summary>
/// Keeps the body of each request, so that the transport can send it again. A server that ends its connection makes the transport resend the requests
/// that it has not processed, but a call with a retry policy writes its message only once, and the server would find an incomplete one (grpc/grpc-dotnet issue 1778).
/// For unary calls alone: a stream has no end yet when it is sent.
/// </summary>
internal sealed class BufferedRequestHandler(HttpMessageHandler transport) : DelegatingHandler(transport)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
            await content.LoadIntoBufferAsync(cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
