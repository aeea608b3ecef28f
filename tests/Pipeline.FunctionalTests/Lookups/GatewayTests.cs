using System.Net;
using System.Net.Http.Headers;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Platform.Lookups;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Lookups;

public sealed class GatewayTests
{
    private static readonly Uri Address = new("http://gateway.example:8081");

    /// <summary>A connection that ends before the server has processed the request, and refusals that say when to come again.</summary>
    [Theory]
    [InlineData(2, 0, 2)]
    [InlineData(1, 2, 3)]
    public async Task Ask_WhereARequestMustBeRepeated_SendsTheWholeMessageEachTime(int sendings, int refusals, int expected)
    {
        using var transport = new Server { Sendings = sendings, Refusals = refusals };
        using var gateway = new Gateway(Address, transport);
        var client = new LookupService.LookupServiceClient(gateway.Channel);

        await gateway.AskAsync(client.GetTrackAsync, new GetTrackRequest { Track = "4uLU6hMCjMI75M1A2tKUQC" }, CancellationToken.None);

        Assert.Equal(expected, transport.Bodies.Count);
        Assert.Equal(5 + 2 + 22, transport.Bodies[0].Length);
        Assert.All(transport.Bodies, body => Assert.Equal(transport.Bodies[0], body));
    }

    /// <summary>A transport with a server behind it.</summary>
    private sealed class Server : HttpMessageHandler
    {
        /// <summary>How often the transport writes the body of a request.</summary>
        public int Sendings { get; init; } = 1;

        /// <summary>How many requests are refused at first.</summary>
        public int Refusals { get; init; }

        public List<byte[]> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var i = 0; i < Sendings; i++)
            {
                using var body = new MemoryStream();
                await request.Content!.CopyToAsync(body, cancellationToken);
                Bodies.Add(body.ToArray());
            }

            return Bodies.Count <= Refusals ? Refusal(request) : Answer(request);
        }

        private static HttpResponseMessage Answer(HttpRequestMessage request)
        {
            var response = Response(request, new byte[5]);
            response.TrailingHeaders.Add("grpc-status", "0");
            return response;
        }

        private static HttpResponseMessage Refusal(HttpRequestMessage request)
        {
            var response = Response(request, []);
            response.Headers.Add("grpc-status", "8");
            response.Headers.Add("grpc-retry-pushback-ms", "0");
            return response;
        }

        private static HttpResponseMessage Response(HttpRequestMessage request, byte[] message) => new(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Version = HttpVersion.Version20,
            Content = new ByteArrayContent(message) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
    }
}
