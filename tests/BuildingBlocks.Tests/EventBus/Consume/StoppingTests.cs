using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.BuildingBlocks.Tests.EventBus.Consume;

/// <summary>What a host that stops does with what it holds.</summary>
public sealed class StoppingTests : ConsumeScenario
{
    [Fact]
    public async Task Stop_WhileAHandlerWorks_FinishesAndCommitsThatEventAlone()
    {
        await PublishAsync(Event(0, "first"), Event(0, "second"));
        var begun = new TaskCompletionSource();
        var finish = new TaskCompletionSource<Refusal?>();
        var cancelled = false;

        var host = await StartAsync(async (_, token) =>
        {
            begun.TrySetResult();
            var refusal = await finish.Task;
            cancelled = token.IsCancellationRequested;
            return refusal;
        });
        await begun.Task.WaitAsync(Patience);
        var stopping = StopAsync(host);
        finish.SetResult(null);
        await stopping.WaitAsync(Patience);

        Assert.False(cancelled);
        Assert.Equal(1, (await LagAsync()).Pending);
        Assert.DoesNotContain(Logged, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Stop_WhileRetrying_LeavesAtOnceWithoutACommit()
    {
        await PublishAsync(Event(0, "first"));
        var tried = new TaskCompletionSource();

        var host = await StartAsync(
            (_, _) =>
            {
                tried.TrySetResult();
                throw new IOException("The disk is away.");
            },
            ("EventBus:RetryDelay", "00:01:00"), ("EventBus:MaxRetryDelay", "00:01:00"));
        await tried.Task.WaitAsync(Patience);
        await StopAsync(host).WaitAsync(Patience);

        Assert.Equal(1, (await LagAsync()).Pending);
        Assert.DoesNotContain(Logged, entry => entry.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task Stop_HandlerWorksBeyondTheShutdownTime_IsCancelledAndTheEventComesAgain()
    {
        await PublishAsync(Event(0, "first"));
        var begun = new TaskCompletionSource();
        var left = new TaskCompletionSource();

        var handler = new ScriptedHandler(async (_, token) =>
        {
            begun.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
            finally
            {
                left.SetResult();
            }

            return null;
        });
        var host = await StartAsync(services => services
            .Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(50))
            .AddSingleton(handler)
            .AddConsumer<StringValue, ScriptedHandler>(Topic, Group));
        await begun.Task.WaitAsync(Patience);
        await Record.ExceptionAsync(() => host.StopAsync());
        await left.Task.WaitAsync(Patience);
        host.Dispose();

        Assert.Equal(1, (await LagAsync()).Pending);
        Assert.DoesNotContain(Logged, entry => entry.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task Stop_OnePartitionHeldByAFault_KeepsWhatTheOthersDid()
    {
        await PublishAsync(Event(0, "stuck"), Event(0, "behind"), Event(1, "a"), Event(2, "b"), Event(3, "c"));
        var seen = new Seen(3);

        var host = await StartAsync((text, _) => text == "stuck" ? throw new IOException("Not yet.") : seen.Add(text));
        await seen.Enough;
        await StopAsync(host);

        Assert.Equal(["a", "b", "c"], seen.Texts.Order());
        Assert.Equal(2, (await LagAsync()).Pending);
    }
}
