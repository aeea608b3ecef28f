using Grpc.Core;

namespace SpotifyPlatform.Packages.Tests.Calls;

public class DeadlineAndCancellationTests : ProbeServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Deadline_Passes_EndsTheCallOnBothSides()
    {
        var deadline = TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(500);

        var error = await Assert.ThrowsAsync<RpcException>(async () => await Client.HangAsync(new ProbeRequest(), deadline: deadline));

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        var seenByServer = await Server.Log.HangStarted.Task.WaitAsync(Patience);
        Assert.InRange(seenByServer, deadline.AddSeconds(-1), deadline.AddSeconds(1));
        await Server.Log.HangEnded.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Deadline_AlreadyPassed_NeverReachesTheServer()
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await Client.HangAsync(new ProbeRequest(), deadline: DateTime.UnixEpoch));

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.False(Server.Log.HangStarted.Task.IsCompleted);
    }

    [Fact]
    public async Task Cancellation_ByToken_ReachesTheServer()
    {
        using var cancellation = new CancellationTokenSource();
        using var call = Client.HangAsync(new ProbeRequest(), cancellationToken: cancellation.Token);
        var deadline = await Server.Log.HangStarted.Task.WaitAsync(Patience);

        await cancellation.CancelAsync();

        var error = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        Assert.Equal(DateTime.MaxValue, deadline);
        await Server.Log.HangEnded.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Cancellation_ByDispose_ReachesTheServer()
    {
        var call = Client.HangAsync(new ProbeRequest());
        await Server.Log.HangStarted.Task.WaitAsync(Patience);

        call.Dispose();

        await Server.Log.HangEnded.Task.WaitAsync(Patience);
    }
}
