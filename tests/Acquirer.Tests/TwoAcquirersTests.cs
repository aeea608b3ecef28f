using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Sqlite.Bus;

namespace SpotifyPlatform.Acquirer.Tests;

/// <summary>Two instances with separate data folders, on one input folder and one bus.</summary>
public sealed class TwoAcquirersTests : IDisposable
{
    private const int Files = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder folder = new();
    private readonly SqliteEventBus bus;

    public TwoAcquirersTests()
    {
        Directory.CreateDirectory(folder.File("input"));
        bus = new SqliteEventBus(folder.File("bus.sqlite"), new TopicOptions(), TimeProvider.System);
    }

    [Fact]
    public async Task Run_TwoInstances_AnnounceEachFileOnceWhicheverScans()
    {
        for (var file = 0; file < Files; file++)
            await WriteAsync($"1{(char)('a' + file)}.jsonl.zst", "rows");
        var changes = new[] { new ControlledChanges(), new ControlledChanges() };
        await using var one = await StartAsync("one", changes[0]);
        await using var two = await StartAsync("two", changes[1]);
        await changes[0].WaitedForAsync();
        await changes[1].WaitedForAsync();
        await IdleAsync(announced: Files);
        // The other takes over, whether it has read a file before or not.
        await one.StopAsync();
        await WriteAsync("1a.jsonl.zst", "newer rows");
        changes[1].Signal();
        await IdleAsync(announced: Files + 1);
        Assert.True(two.Services.GetRequiredService<AcquisitionStatus>().IsComplete);
        await two.StopAsync();
    }

    public void Dispose()
    {
        bus.Dispose();
        folder.Dispose();
    }

    private async Task WriteAsync(string name, string content) => await File.WriteAllTextAsync(folder.File($"input/{name}"), content);

    private async Task<int> CountAnnouncedAsync()
    {
        var count = 0;
        await foreach (var _ in bus.ReadToEndAsync(Topics.FileVerified, CancellationToken.None))
            count++;
        return count;
    }

    /// <summary>Returns once every tick is answered and the announcements are there.</summary>
    private async Task IdleAsync(int announced)
    {
        using var patience = new CancellationTokenSource(Patience);
        var idle = new IdleDetector();
        while (!idle.Observe(await bus.ReadLagAsync(patience.Token)) || await CountAnnouncedAsync() < announced)
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        Assert.Equal(announced, await CountAnnouncedAsync());
    }

    private async Task<WebApplication> StartAsync(string name, ControlledChanges changes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Artifacts:InputFolder"] = folder.File("input"),
            ["Acquirer:DataFolder"] = folder.File(name),
            ["Acquirer:QuietTime"] = "00:00:00.100",
            ["EventBus:PollWait"] = "00:00:00.100",
            ["Http:Port"] = "0",
            ["Http:GrpcPort"] = "0",
        });
        builder.AddServiceDefaults("acquirer", LogOutput.Terminal);
        builder.Services.AddSingleton(bus).AddEventBusOn<SqliteEventBus>();
        builder.AddEngines();
        builder.Services.AddSingleton<IFolderChanges>(changes);
        builder.AddAcquirer();
        var app = builder.Build();
        await app.StartAsync();
        return app;
    }
}
