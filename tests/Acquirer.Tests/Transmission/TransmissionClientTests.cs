using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SpotifyPlatform.Acquirer.Transmission;

namespace SpotifyPlatform.Acquirer.Tests.Transmission;

/// <summary>The two styles of transmission's RPC, as its versions answer.</summary>
public sealed class TransmissionClientTests : IDisposable
{
    private readonly RpcServer server = new();

    [Fact]
    public async Task Call_OfAnEngineUpTo40_HasTheOldNames()
    {
        server.Answers = ["""{"arguments":{},"result":"method name not recognized","tag":null}""", """{"arguments":{"torrent-added":{"hashString":"ab"}},"result":"success"}"""];

        var answer = await Client().CallAsync("torrent_add", new JsonObject { ["download_dir"] = "/d", ["seed_ratio_mode"] = 2, ["files_wanted"] = new JsonArray(0, 2) }, CancellationToken.None);

        Assert.Equal("ab", (string?)answer["torrent_added"]?["hash_string"]);
        Assert.Equal("""{"method":"torrent-add","arguments":{"download-dir":"/d","seedRatioMode":2,"files-wanted":[0,2]}}""", server.Calls[^1]);
    }

    [Fact]
    public async Task Call_ForFields_HasTheNamesThatFieldsHave()
    {
        server.Answers = ["""{"arguments":{},"result":"method name not recognized"}""", """{"arguments":{"torrents":[{"downloadDir":"/d","rateDownload":7}]},"result":"success"}"""];

        var answer = await Client().CallAsync("torrent_get", new JsonObject { ["fields"] = new JsonArray("download_dir", "rate_download", "file_stats") }, CancellationToken.None);

        Assert.Equal(("/d", 7), ((string?)answer["torrents"]![0]!["download_dir"], (int?)answer["torrents"]![0]!["rate_download"]));
        Assert.Equal("""{"method":"torrent-get","arguments":{"fields":["downloadDir","rateDownload","fileStats"]}}""", server.Calls[^1]);
    }

    [Fact]
    public async Task Call_OfAnEngineFrom41_IsJsonRpc()
    {
        server.Answers = ["""{"jsonrpc":"2.0","id":1,"result":{"rpc_version":18}}""", """{"jsonrpc":"2.0","id":1,"result":{"torrent_added":{"hash_string":"ab"}}}""", """{"jsonrpc":"2.0","id":1,"error":{"code":7,"message":"unrecognized info","data":{"error_string":"invalid torrent"}}}"""];
        var client = Client();

        var answer = await client.CallAsync("torrent_add", new JsonObject { ["download_dir"] = "/d" }, CancellationToken.None);

        Assert.Equal("ab", (string?)answer["torrent_added"]?["hash_string"]);
        Assert.Equal("""{"jsonrpc":"2.0","id":1,"method":"torrent_add","params":{"download_dir":"/d"}}""", server.Calls[^1]);
        Assert.Contains("invalid torrent", (await Assert.ThrowsAsync<InvalidDataException>(() => client.CallAsync("torrent_add", [], CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithAnotherSession_IsRepeatedWithItsId()
    {
        server.Answers = ["""{"arguments":{},"result":"method name not recognized"}""", """{"arguments":{},"result":"success"}""", """{"arguments":{},"result":"success"}"""];
        var client = Client();
        await client.CallAsync("torrent_stop", [], CancellationToken.None);
        server.Session = "restarted";

        await client.CallAsync("torrent_stop", [], CancellationToken.None);

        Assert.Equal(3, server.Calls.Count);
    }

    [Theory]
    [InlineData("""{"arguments":{},"result":"gotMetadataFromURL: http error\u0007"}""", "http error?")]
    [InlineData("""{"arguments":{}}""", "does not say why")]
    public async Task Call_ThatIsRefused_TellsTheReason(string answer, string reason)
    {
        server.Answers = ["""{"arguments":{},"result":"method name not recognized"}""", answer];

        Assert.Contains(reason, (await Assert.ThrowsAsync<InvalidDataException>(() => Client().CallAsync("torrent_add", [], CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => server.Dispose();

    private TransmissionClient Client() => new(
        new HttpClient(server, disposeHandler: false), new ExternalEndpoint(new TorrentOptions { User = "u", Password = "p" }), TimeSpan.FromSeconds(10), TimeProvider.System);

    private sealed class RpcServer : HttpMessageHandler
    {
        public string Session { get; set; } = "first";

        public Queue<string> Left { get; private set; } = new();

        public IReadOnlyList<string> Answers { set => Left = new Queue<string>(value); }

        public List<string> Calls { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("Basic", request.Headers.Authorization?.Scheme);
            if (!request.Headers.TryGetValues("X-Transmission-Session-Id", out var ids) || ids.Single() != Session)
            {
                var conflict = new HttpResponseMessage(HttpStatusCode.Conflict);
                conflict.Headers.Add("X-Transmission-Session-Id", Session);
                return conflict;
            }

            Calls.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Left.Dequeue(), Encoding.UTF8, "application/json") };
        }
    }
}
