using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults.Health;
using SpotifyPlatform.ServiceDefaults.Shutdown;

namespace SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults.Shutdown;

public sealed class GracefulShutdownTests
{
    [Fact]
    public async Task Stop_DuringTheDrainDelay_IsNotReadyButLiveAndWorks()
    {
        var clock = new ManualDelay();
        var builder = TestService.Builder(("Shutdown:DrainDelay", "00:00:10"));
        builder.Services.AddSingleton<TimeProvider>(clock);
        var worker = new Worker(stopping => Task.Delay(Timeout.InfiniteTimeSpan, stopping));
        builder.Services.AddSingleton<IHostedService>(worker);
        await using var app = builder.Map();
        await app.StartAsync();

        var stopping = app.StopAsync();

        Assert.Equal(TimeSpan.FromSeconds(10), await clock.Requested.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await HttpHealthTests.GetAsync(app, "/health/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await HttpHealthTests.GetAsync(app, "/health/live")).Status);
        Assert.False(worker.ExecuteTask!.IsCompleted);
        clock.Elapse();
        await stopping;
        Assert.True(worker.ExecuteTask.IsCompleted);
    }

    [Fact]
    public async Task Run_BackgroundServiceFails_SetsTheExitCode()
    {
        var builder = TestService.Builder();
        var started = new TaskCompletionSource();
        builder.Services.AddSingleton<IHostedService>(new Worker(async _ =>
        {
            await started.Task;
            throw new InvalidOperationException("a bug");
        }));
        await using var app = builder.Map();
        try
        {
            await app.StartAsync();
            started.SetResult();
            await app.WaitForShutdownAsync().WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal(1, Environment.ExitCode);
        }
        finally
        {
            Environment.ExitCode = 0;
        }
    }

    [Fact]
    public async Task Run_BackgroundServiceEndsOrIsCancelled_LeavesTheExitCode()
    {
        var builder = TestService.Builder();
        builder.Services.AddSingleton<IHostedService>(new Worker(_ => Task.CompletedTask));
        builder.Services.AddSingleton<IHostedService>(new Worker(stopping => Task.Delay(Timeout.InfiniteTimeSpan, stopping)));
        await using var app = builder.Map();
        await app.StartAsync();
        await app.StopAsync();

        Assert.Equal(0, Environment.ExitCode);
    }

    [Fact]
    public async Task Build_WrongOptions_AreAllReportedAtStart()
    {
        await using var app = TestService.Builder(("Shutdown:DrainDelay", "-1"), ("Http:Port", "70000"), ("Http:Address", "everywhere")).Map();

        var ex = await Assert.ThrowsAnyAsync<Exception>(() => app.StartAsync());

        Assert.Contains("Shutdown:DrainDelay", ex.Message, StringComparison.Ordinal);
        Assert.Contains("Http:Port", ex.Message, StringComparison.Ordinal);
        Assert.Contains("'everywhere' is not an IP address", ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunService_StoppedWhileItStarts_EndsInOrder()
    {
        var builder = TestService.Builder(("Shutdown:DrainDelay", "00:00:00"));
        var starting = new Starting(stop => Task.Delay(Timeout.InfiniteTimeSpan, stop));
        builder.Services.AddSingleton<IHostedService>(starting);
        var app = builder.Map();
        try
        {
            var run = app.RunServiceAsync();
            await starting.Entered.WaitAsync(TimeSpan.FromSeconds(20));

            app.Lifetime.StopApplication();

            await run.WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal(0, Environment.ExitCode);
        }
        finally
        {
            Environment.ExitCode = 0;
        }
    }

    [Fact]
    public async Task RunService_StartFails_IsAnExitCode()
    {
        var builder = TestService.Builder();
        builder.Services.AddSingleton<IHostedService>(new Starting(_ => throw new InvalidOperationException("no right to write")));
        try
        {
            await builder.Map().RunServiceAsync().WaitAsync(TimeSpan.FromSeconds(20));

            Assert.Equal(1, Environment.ExitCode);
        }
        finally
        {
            Environment.ExitCode = 0;
        }
    }

    private sealed class Starting(Func<CancellationToken, Task> start) : IHostedService
    {
        private readonly TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => entered.Task;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            entered.TrySetResult();
            return start(cancellationToken);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Worker(Func<CancellationToken, Task> work) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => work(stoppingToken);
    }

    /// <summary>A clock on which the test ends the timer of ten seconds.</summary>
    private sealed class ManualDelay : TimeProvider
    {
        private readonly TaskCompletionSource<TimeSpan> requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Action elapse = () => { };

        public Task<TimeSpan> Requested => requested.Task;

        public void Elapse() => elapse();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != TimeSpan.FromSeconds(10))
                return System.CreateTimer(callback, state, dueTime, period);
            elapse = () => callback(state);
            requested.SetResult(dueTime);
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }
    }
}
