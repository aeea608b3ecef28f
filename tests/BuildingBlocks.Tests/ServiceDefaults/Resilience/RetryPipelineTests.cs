using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.ServiceDefaults.Resilience;

namespace SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults.Resilience;

public sealed class RetryPipelineTests
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);
    private readonly FakeTimeProvider clock = new();
    private readonly List<RetryAttempt> retries = [];
    private int attempts;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Execute_TransientFailures_StopsAfterMaxAttempts(int maxAttempts)
    {
        await Assert.ThrowsAsync<IOException>(() => RunAsync(Policy(maxAttempts), new IOException("busy")));
        Assert.Equal(maxAttempts, attempts);
        Assert.Equal(Enumerable.Range(2, maxAttempts - 1), retries.Select(retry => retry.Number));
        Assert.All(retries, retry => Assert.InRange(retry.Delay, TimeSpan.Zero, MaxDelay));
    }

    [Fact]
    public async Task Execute_PermanentFailure_IsNotRepeated()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(Policy(5), new InvalidOperationException("refused")));
        Assert.Equal(1, attempts);
    }

    [Theory]
    [InlineData(3, 2)] // Waited for: a second attempt.
    [InlineData(11, 1)] // Longer than MaxDelay: not waited for.
    public async Task Execute_ServerAsksForAWait_WaitsThatLongOrFailsAtOnce(int seconds, int expected)
    {
        var policy = Policy(2) with { RetryAfter = _ => TimeSpan.FromSeconds(seconds) };
        await Assert.ThrowsAsync<IOException>(() => RunAsync(policy, new IOException("slow down")));
        Assert.Equal(expected, attempts);
        Assert.All(retries, retry => Assert.Equal(TimeSpan.FromSeconds(seconds), retry.Delay));
    }

    /// <summary>The clock is moved by each retry, so that no test waits.</summary>
    private RetryPolicy Policy(int maxAttempts) => new(maxAttempts, TimeSpan.FromSeconds(1), MaxDelay, ex => ex is IOException)
    {
        OnRetry = retries.Add,
    };

    private async Task RunAsync(RetryPolicy policy, Exception failure)
    {
        var running = RetryPipeline.Build(policy, clock).ExecuteAsync(
            _ =>
            {
                attempts++;
                return ValueTask.FromException(failure);
            },
            CancellationToken.None).AsTask();
        while (!running.IsCompleted)
        {
            clock.Advance(MaxDelay);
            await Task.Yield();
        }

        await running;
    }
}
