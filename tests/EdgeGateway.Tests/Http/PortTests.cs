using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts.Lookup.V1;

namespace SpotifyPlatform.EdgeGateway.Tests.Http;

/// <summary>The ports for clients: TLS, reflection, addresses of proxies, and wrong options.</summary>
public sealed class PortTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task TlsPort_OfJsonAndGrpc_ShowsTheCertificateOfTheFileAlsoWhenItChanges()
    {
        var first = await WriteCertificateAsync();
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            upstream, ("EdgeGateway:Tls:CertificateFile", folder.File("tls.crt")), ("EdgeGateway:Tls:KeyFile", folder.File("tls.key")), ("EdgeGateway:Tls:ReloadInterval", "0"));
        var key = await edge.KeyAsync();
        Assert.Equal(first, await AskAsync(edge, key));
        var second = await WriteCertificateAsync();
        Assert.NotEqual(first, second);
        Assert.Equal(second, await AskAsync(edge, key));
    }

    [Fact]
    public async Task Reflection_WhereConfigured_NamesWhatClientsMayCall()
    {
        await using var upstream = await TestUpstream.StartAsync();
        await using var edge = await TestEdge.StartAsync(upstream, ("Http:GrpcReflection", "true"));
        var key = await edge.KeyAsync();
        Assert.Equal(
            ["spotifyplatform.listening.v1.ImportsService", "spotifyplatform.listening.v1.InsightsService", "spotifyplatform.lookup.v1.LookupService"], await ServicesAsync(edge, key));
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => ServicesAsync(edge, "wrong"))).StatusCode);
        await using var without = await TestEdge.StartAsync(upstream);
        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(async () => await ServicesAsync(without, await without.KeyAsync()))).StatusCode);
    }

    [Fact]
    public async Task Address_OfATrustedProxy_IsTheOneThatItNames()
    {
        await using var upstream = await TestUpstream.StartAsync();
        (string, string)[] limits = [("EdgeGateway:Limits:Address:Burst", "1"), ("EdgeGateway:Limits:Address:RequestsPerSecond", "0.001")];
        await using var trusting = await TestEdge.StartAsync([upstream], [.. limits, ("EdgeGateway:TrustedProxies:0", "127.0.0.0/8")]);
        Assert.Equal(
            [HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests],
            [await FromAsync(trusting, "192.0.2.1"), await FromAsync(trusting, "192.0.2.2"), await FromAsync(trusting, "192.0.2.1")]);
        await using var other = await TestEdge.StartAsync([upstream], limits);
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], [await FromAsync(other, "192.0.2.1"), await FromAsync(other, "192.0.2.2")]);
    }

    [Fact]
    public async Task Start_WithWrongOptions_NamesAllOfThem()
    {
        await using var upstream = await TestUpstream.StartAsync();
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => TestEdge.StartAsync(
            upstream, ("EdgeGateway:ListeningHistory", "listening:8081"), ("EdgeGateway:TrustedProxies:0", "everyone"), ("EdgeGateway:Jwt:Issuer", "https://issuer.example"),
            ("EdgeGateway:Jwt:Algorithm", "HS256"), ("EdgeGateway:Tls:KeyFile", "tls.key"), ("EdgeGateway:Limit", "1")));
        foreach (var named in new[] { "ListeningHistory", "TrustedProxies", "Audience", "HS256", "JwksFile", "CertificateFile", "EdgeGateway:Limit is not a setting" })
            Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EdgeGateway:LookupGateway", ",", "at least one address")]
    [InlineData("EdgeGateway:Ports:Plaintext", "false", "Tls:CertificateFile")]
    [InlineData("EdgeGateway:Jwt:Audience", "music", "Issuer")]
    public async Task Start_WithAnOptionThatHasNoEffect_NamesTheOther(string option, string value, string named)
    {
        await using var upstream = await TestUpstream.StartAsync();
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => TestEdge.StartAsync(upstream, (option, value)));
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not PEM")]
    public async Task Start_WithAnUnreadableCertificate_NamesItsFile(string? content)
    {
        await WriteCertificateAsync();
        var path = folder.File("other.crt");
        if (content is not null)
            await File.WriteAllTextAsync(path, content);
        await using var upstream = await TestUpstream.StartAsync();
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => TestEdge.StartAsync(
            upstream, ("EdgeGateway:Tls:CertificateFile", path), ("EdgeGateway:Tls:KeyFile", folder.File("tls.key"))));
        Assert.Contains($"'{path}'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("CertificateFile", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static async Task<HttpStatusCode> FromAsync(TestEdge edge, string address)
    {
        using var response = await edge.SendAsync("/v1/tracks/one", headers: ("x-forwarded-for", address));
        return response.StatusCode;
    }

    private static async Task<IReadOnlyList<string>> ServicesAsync(TestEdge edge, string key)
    {
        using var call = new ServerReflection.ServerReflectionClient(edge.Channel).ServerReflectionInfo(new Metadata { { "x-api-key", key } });
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        await call.RequestStream.CompleteAsync();
        await call.ResponseStream.MoveNext(CancellationToken.None);
        return [.. call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).Order(StringComparer.Ordinal)];
    }

    /// <returns>The thumbprint of the certificate that both answers came under.</returns>
    private static async Task<string> AskAsync(TestEdge edge, string key)
    {
        var seen = new HashSet<string>();
        using var client = new HttpClient(Handler());
        using var json = await TestEdge.SendAsync(client, new Uri(edge.TlsAddress, "/v1/tracks/one"), key, null, null);
        Assert.Equal(HttpStatusCode.OK, json.StatusCode);
        Assert.True(json.Headers.Contains("Strict-Transport-Security"));
        using var channel = GrpcChannel.ForAddress(edge.TlsAddress, new GrpcChannelOptions { HttpHandler = Handler(), DisposeHttpClient = true });
        Assert.Equal("one", (await new LookupService.LookupServiceClient(channel).GetTrackAsync(new GetTrackRequest { Track = "one" }, new Metadata { { "x-api-key", key } })).Track.SpotifyId);
        return Assert.Single(seen);

        SocketsHttpHandler Handler() => new()
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => seen.Add(certificate!.GetCertHashString()) || seen.Count == 1 },
        };
    }

    private async Task<string> WriteCertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(folder.File("tls.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(folder.File("tls.key"), key.ExportPkcs8PrivateKeyPem());
        return certificate.Thumbprint;
    }
}
