using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace SpotifyPlatform.Packages.Tests.Calls;

public class CredentialTests
{
    [Fact]
    public async Task CallCredentials_OverTls_AuthorizeEveryCall()
    {
        using var certificate = CreateCertificate("localhost");
        await using var server = await StartTlsAsync(certificate);
        var first = CallCredentials.FromInterceptor((context, metadata) =>
        {
            metadata.Add("probe-authorization", $"Bearer for {context.MethodName}");
            return Task.CompletedTask;
        });
        var second = Header("probe-second", "two");
        using var channel = Open(
            server, certificate, ChannelCredentials.Create(ChannelCredentials.SecureSsl, CallCredentials.Compose(first, second)));

        using var call = new Probe.ProbeClient(channel).EchoAsync(new ProbeRequest());
        await call;

        Assert.Equal("Bearer for Echo", call.GetTrailers().GetValue("probe-authorization"));
        Assert.Equal("two", call.GetTrailers().GetValue("probe-second"));
    }

    [Fact]
    public async Task CallCredentials_OfOneCall_AuthorizeThatCall()
    {
        using var certificate = CreateCertificate("localhost");
        await using var server = await StartTlsAsync(certificate);
        using var channel = Open(server, certificate, ChannelCredentials.SecureSsl);

        using var call = new Probe.ProbeClient(channel).EchoAsync(
            new ProbeRequest(), new CallOptions(credentials: Header("probe-token", "mine")));
        await call;

        Assert.Equal("mine", call.GetTrailers().GetValue("probe-token"));
    }

    [Fact]
    public async Task CallCredentials_OverPlainText_NeedTheChannelsLeave()
    {
        await using var server = await ProbeServer.StartAsync();
        var credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, Header("probe-token", "secret"));

        Assert.Throws<InvalidOperationException>(
            () => GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { Credentials = credentials }));
        using var channel = GrpcChannel.ForAddress(
            server.Address, new GrpcChannelOptions { Credentials = credentials, UnsafeUseInsecureChannelCallCredentials = true });
        using var call = new Probe.ProbeClient(channel).EchoAsync(new ProbeRequest());
        await call;

        Assert.Equal("secret", call.GetTrailers().GetValue("probe-token"));
    }

    [Fact]
    public async Task ClientCertificate_OverTls_NamesThePeer()
    {
        using var certificate = CreateCertificate("localhost");
        using var own = CreateCertificate("listener");
        await using var server = await StartTlsAsync(certificate);
        using var anonymous = Open(server, certificate, ChannelCredentials.SecureSsl);
        using var named = Open(server, certificate, ChannelCredentials.SecureSsl, own);

        Assert.Equal("nobody", (await new Probe.ProbeClient(anonymous).WhoAmIAsync(new ProbeRequest())).Text);
        Assert.Equal("x509_common_name=listener", (await new Probe.ProbeClient(named).WhoAmIAsync(new ProbeRequest())).Text);
    }

    private static CallCredentials Header(string key, string value) => CallCredentials.FromInterceptor((_, metadata) =>
    {
        metadata.Add(key, value);
        return Task.CompletedTask;
    });

    private static Task<ProbeServer> StartTlsAsync(X509Certificate2 certificate) => ProbeServer.StartAsync(
        configureEndpoint: endpoint => endpoint.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        }));

    private static GrpcChannel Open(
        ProbeServer server, X509Certificate2 expected, ChannelCredentials credentials, X509Certificate2? own = null)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, presented, _, _) =>
                    presented is not null && presented.GetRawCertData().SequenceEqual(expected.RawData),
                ClientCertificates = own is null ? null : [own],
            },
        };
        var options = new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, Credentials = credentials };
        return GrpcChannel.ForAddress(server.Address, options);
    }

    private static X509Certificate2 CreateCertificate(string commonName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
