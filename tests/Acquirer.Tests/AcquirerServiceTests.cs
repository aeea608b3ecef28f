using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Acquirer.Tests;

/// <summary>The service as it is composed, on a real event log.</summary>
public sealed class AcquirerServiceTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("acquirer-service-").FullName;

    [Fact]
    public async Task Service_OnADataSet_PublishesEachFileOnceOverTwoRuns()
    {
        Directory.CreateDirectory(Path.Combine(root, "input", "audio-analysis"));
        var path = Path.Combine(root, "input", "audio-analysis", "0A.jsonl.zst");
        await File.WriteAllTextAsync(path, "rows");

        Assert.Equal((1, 0), await RunAsync());
        Assert.Equal((0, 1), await RunAsync());

        await using var app = Build();
        await using var reader = await app.Services.GetRequiredService<IEventBus>().ReadAsync(Topics.FileVerified, ReadFrom.Oldest, CancellationToken.None);
        var received = Assert.Single(await reader.ReceiveAsync(10, TimeSpan.Zero, CancellationToken.None));
        var message = FileVerified.Parser.ParseFrom(received.Payload!.Value.Span);
        Assert.Equal("audio-analysis/0A.jsonl.zst", received.Key);
        Assert.Equal((received.Key, path, 4L, FileKind.AnalysisShard), (message.Name, message.Path, message.Length, message.Kind));
        Assert.Equal(ScanScenario.Sha256("rows"), Convert.ToHexStringLower(message.Sha256.Span));
        Assert.Equal($"{received.Key}/{ScanScenario.Sha256("rows")}/0", received.Id);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private async Task<(int Published, int Unchanged)> RunAsync()
    {
        await using var app = Build();
        await app.StartAsync();
        await app.Services.GetServices<IHostedService>().OfType<AcquirerWorker>().Single().ExecuteTask!;
        var status = app.Services.GetRequiredService<AcquisitionStatus>();
        Assert.True(status.IsComplete);
        await app.StopAsync();
        return (status.Published, status.Unchanged);
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Acquirer:Folder"] = Path.Combine(root, "input"),
            ["Acquirer:DataFolder"] = Path.Combine(root, "store"),
            ["EventBus:Path"] = Path.Combine(root, "store", "bus.sqlite"),
            ["Http:Port"] = "0",
            ["Http:GrpcPort"] = "0",
        });
        builder.AddServiceDefaults("acquirer", LogOutput.Terminal);
        builder.AddAcquirer();
        builder.AddAcquirer();
        return builder.Build();
    }
}
