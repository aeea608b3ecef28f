using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>A member in this process.</summary>
/// <param name="open">Opens the member's bus, and says whether the member closes it.</param>
internal sealed class HostedSlot(MemberSettings settings, Func<(IEventBus Bus, IDisposable? Owned)> open, IChaosDirector director, ILoggerProvider log, Action<string> fail)
    : MemberSlot(settings.Name)
{
    /// <summary>A start waits for a broker that comes back.</summary>
    private static readonly TimeSpan StartWait = TimeSpan.FromMinutes(5);

    private IHost? host;
    private IDisposable? owned;
    private bool isLeaving;

    public override bool IsRunning => host is not null;

    public override async Task StartAsync()
    {
        isLeaving = false;
        (var bus, owned) = open();
        host = MemberHost.Build(settings, bus, director, log);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() =>
        {
            if (!isLeaving)
                fail($"{Name} stopped by itself.");
        });
        using var patience = new CancellationTokenSource(StartWait);
        try
        {
            await host.StartAsync(patience.Token);
        }
        catch (Exception ex)
        {
            fail($"{Name} did not start: {ex}");
            host.Dispose();
            host = null;
        }
    }

    public override async Task LeaveAsync()
    {
        isLeaving = true;
        await host!.StopAsync();
        host.Dispose();
        host = null;
        owned?.Dispose();
    }
}
