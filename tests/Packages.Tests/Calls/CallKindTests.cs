using Grpc.Core;

namespace SpotifyPlatform.Packages.Tests.Calls;

public class CallKindTests : ProbeServerTests
{
    [Fact]
    public async Task Unary_Request_AnswersOnce() =>
        Assert.Equal("one", (await Client.EchoAsync(new ProbeRequest { Text = "one" })).Text);

    [Fact]
    public void Unary_BlockingCall_AnswersOnce() => Assert.Equal("one", Client.Echo(new ProbeRequest { Text = "one" }).Text);

    [Fact]
    public async Task ServerStreaming_Request_AnswersWithAll()
    {
        using var call = Client.Repeat(new ProbeRequest { Text = "again", Count = 3 });

        var texts = new List<string>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
            texts.Add(reply.Text);

        Assert.Equal(["again", "again", "again"], texts);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task ClientStreaming_Requests_AnswersOnce()
    {
        using var call = Client.Join();

        foreach (var text in (string[])["one", "two", "three"])
            await call.RequestStream.WriteAsync(new ProbeRequest { Text = text });
        await call.RequestStream.CompleteAsync();

        Assert.Equal("one two three", (await call).Text);
    }

    [Fact]
    public async Task DuplexStreaming_Requests_AnswersEachBeforeTheNext()
    {
        using var call = Client.Chat();

        foreach (var text in (string[])["one", "two", "three"])
        {
            await call.RequestStream.WriteAsync(new ProbeRequest { Text = text });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(text, call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }
}
