using System.Text;
using Grpc.Core;

namespace SpotifyPlatform.Packages.Tests.Calls;

public class ClientBaseTests
{
    [Fact]
    public void WithHost_Client_NamesTheHostInEveryCall()
    {
        var invoker = new HostNotingInvoker();

        new Probe.ProbeClient(invoker).WithHost("tracks.example").Echo(new ProbeRequest());
        new Probe.ProbeClient(invoker).Echo(new ProbeRequest());

        Assert.Equal(["tracks.example", null], invoker.Hosts);
    }

    [Fact]
    public void Mock_WithoutInvoker_ThrowsOnCalls() =>
        Assert.Throws<NotImplementedException>(() => new MockClient().Echo(new ProbeRequest()));

    [Fact]
    public void Marshaller_OfEitherKind_OffersTheOther()
    {
        var plain = Marshallers.Create(Encoding.UTF8.GetBytes, Encoding.UTF8.GetString);
        var contextual = Marshallers.Create(plain.ContextualSerializer, plain.ContextualDeserializer);

        Assert.Equal("Für Elise", contextual.Deserializer(contextual.Serializer("Für Elise")));
    }

    private sealed class MockClient : Probe.ProbeClient;

    private sealed class HostNotingInvoker : CallInvoker
    {
        public List<string?> Hosts { get; } = [];

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            Hosts.Add(host);
            return (TResponse)(object)new ProbeReply();
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            throw new NotSupportedException();

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            throw new NotSupportedException();

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();
    }
}
