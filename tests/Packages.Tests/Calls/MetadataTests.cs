using Grpc.Core;
using Grpc.Net.Client;

namespace SpotifyPlatform.Packages.Tests.Calls;

public class MetadataTests : ProbeServerTests
{
    private static readonly byte[] EveryByte = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

    [Fact]
    public async Task Headers_TextAndBinary_ComeBackAsHeadersAndTrailers()
    {
        var headers = new Metadata { { "Probe-Text", "a value" }, { "probe-bytes-bin", EveryByte } };

        using var call = Client.EchoAsync(new ProbeRequest(), headers);
        await call;

        foreach (var received in (Metadata[])[await call.ResponseHeadersAsync, call.GetTrailers()])
        {
            Assert.Equal("a value", received.GetValue("probe-text"));
            Assert.Equal(EveryByte, received.GetValueBytes("probe-bytes-bin"));
        }
    }

    [Fact]
    public async Task Headers_RepeatedKey_KeepsEveryValue()
    {
        var headers = new Metadata { { "probe-many", "first" }, { "probe-many", "second" } };

        await Client.EchoAsync(new ProbeRequest(), headers);

        var received = Server.Log.LastRequestHeaders!.GetAll("probe-many").Select(entry => entry.Value);
        Assert.Equal("first,second", string.Join(',', received).Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Failure_WithDetailAndTrailers_ArrivesWhole()
    {
        var request = new ProbeRequest { Text = "no such track: Für Elise", Count = (int)StatusCode.NotFound };

        var error = await Assert.ThrowsAsync<RpcException>(async () => await Client.FailAsync(request));

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
        Assert.Equal("no such track: Für Elise", error.Status.Detail);
        Assert.Equal("asked-for", error.Trailers.GetValue("reason"));
        Assert.Equal([1, 0, 255], error.Trailers.GetValueBytes("proof-bin"));
        Assert.Contains("NotFound", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_NobodyListens_IsUnavailableWithItsCause()
    {
        await Server.DisposeAsync();
        using var channel = GrpcChannel.ForAddress(Server.Address);

        var error = await Assert.ThrowsAsync<RpcException>(async () => await new Probe.ProbeClient(channel).EchoAsync(new ProbeRequest()));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.NotNull(error.Status.DebugException);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("colon:")]
    public void Entry_BadKey_IsRefused(string key) => Assert.Throws<ArgumentException>(() => new Metadata.Entry(key, "value"));

    [Fact]
    public void Entry_KindAgainstKey_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("text-bin", "value"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("bytes", EveryByte));
        Assert.Throws<InvalidOperationException>(() => new Metadata.Entry("bytes-bin", EveryByte).Value);
    }

    [Fact]
    public void Empty_Add_IsRefused() => Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("key", "value"));
}
