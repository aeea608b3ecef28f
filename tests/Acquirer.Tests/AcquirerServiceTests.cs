using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.Acquirer.Tests;

/// <summary>The composed service on a real event log.</summary>
public sealed class AcquirerServiceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Service_OnADataSet_PublishesEachFileOnceOverTwoRuns()
    {
        var started = TimeProvider.System.GetUtcNow().AddMilliseconds(-1);
        Directory.CreateDirectory(folder.File("input/audio-analysis"));
        var path = folder.File("input/audio-analysis/0A.jsonl.zst");
        await File.WriteAllTextAsync(path, "rows");

        Assert.Equal((1, 0), await RunAsync());
        Assert.Equal((0, 1), await RunAsync());

        await using var app = Build();
        await using var reader = await app.Services.GetRequiredService<IEventBus>().ReadAsync(Topics.FileVerified, ReadFrom.Oldest, CancellationToken.None);
        var received = Assert.Single(await reader.ReceiveAsync(10, TimeSpan.Zero, CancellationToken.None));
        var message = FileVerified.Parser.ParseFrom(received.Payload!.Value.Span);
        Assert.Equal("spotify/shard/0A", received.Key);
        Assert.Equal(("spotify", "audio-analysis/0A.jsonl.zst", FileKind.AnalysisShard), (message.DataSet, message.Name, message.Kind));
        Assert.True(ArtifactReference.TryRead(message.File, out var file, out _));
        Assert.Equal(new ArtifactReference(ArtifactKey.Parse("input/audio-analysis/0A.jsonl.zst"), 4, ScanScenario.Sha256("rows")), file);
        Assert.Equal($"{received.Key}/{ScanScenario.Sha256("rows")}/{message.Revision}", received.Id);
        Assert.InRange(DateTimeOffset.UnixEpoch.AddMicroseconds(message.Revision), started, TimeProvider.System.GetUtcNow());
    }

    public void Dispose() => folder.Dispose();

    private async Task<(int Published, int Unchanged)> RunAsync()
    {
        var changes = new ControlledChanges();
        await using var app = Build(changes);
        await app.StartAsync();
        await changes.WaitedForAsync();
        var status = app.Services.GetRequiredService<AcquisitionStatus>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!status.IsComplete)
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
        await app.StopAsync();
        return (status.Published, status.Unchanged);
    }

    private WebApplication Build(ControlledChanges? changes = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Artifacts:InputFolder"] = folder.File("input"),
            ["Acquirer:DataFolder"] = folder.File("store"),
            ["Http:Port"] = "0",
            ["Http:GrpcPort"] = "0",
        });
        builder.AddServiceDefaults("acquirer", LogOutput.Terminal);
        builder.Configuration.AddEmbeddedBus(folder.File("store/bus.sqlite"));
        builder.AddEngines();
        if (changes is not null)
            builder.Services.AddSingleton<IFolderChanges>(changes);
        builder.AddAcquirer();
        builder.AddAcquirer();
        return builder.Build();
    }
}
