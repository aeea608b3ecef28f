using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.BuildingBlocks.Tests.Engines;

public sealed class EnginesRegistrationTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("engines-");

    private string DataFolder => Path.Combine(folder.FullName, "data");

    [Fact]
    public void AddEngines_Twice_GivesEveryPortOnceAndOpensFilesWhenAsked()
    {
        using var host = Host([]);
        Assert.False(Directory.Exists(DataFolder));
        foreach (var (port, file) in new[]
                 {
                     (typeof(IAccessStore), "access.sqlite"),
                     (typeof(IEventBus), "bus.sqlite"),
                 })
        {
            Assert.Same(Assert.Single(host.Services.GetServices(port)), host.Services.GetService(port));
            Assert.True(Path.Exists(Path.Combine(DataFolder, file)), file);
        }

        Assert.Same(Assert.Single(host.Services.GetServices<IPairStore>()), host.Services.GetService<IPairStore>());
        Assert.Same(Assert.Single(host.Services.GetServices<IWarehouse>()), host.Services.GetService<IWarehouse>());
        Assert.Same(Assert.Single(host.Services.GetServices<IXrefStore>()), host.Services.GetService<IXrefStore>());
        Assert.Same(Assert.Single(host.Services.GetServices<INeighbourStore>()), host.Services.GetService<INeighbourStore>());
        Assert.IsType<TableVectorIndex>(Assert.Single(host.Services.GetServices<IVectorIndex>()));
    }

    [Fact]
    public async Task AddEngines_UnknownSetting_RefusesToStart()
    {
        using var host = Host(new() { ["Storage:DataFoldr"] = "x" });
        var ex = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("Storage:DataFoldr", ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddEngines_UnknownEngine_RefusesToStart()
    {
        using var host = Host(new() { ["Storage:VectorIndex"] = "Faiss" });
        var ex = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("Embedded, Qdrant", ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddEngines_KeyOverPlaintext_RefusesToStartWithoutShowingIt()
    {
        using var host = Host(new() { ["Storage:VectorIndex"] = "Qdrant", ["Storage:Qdrant:Address"] = "http://far.example:6334", ["Storage:Qdrant:ApiKey"] = "secret-value" });
        var ex = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("Storage:Qdrant:Address", ex.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-value", ex.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Embedded", "0", 13)]
    [InlineData("Embedded", "8", 21)]
    [InlineData("qdrant", "0", 13)]
    [InlineData("Qdrant", "1523", 1536)]
    public void AddEngines_VectorIndex_IsChosenByConfigurationAlone(string engine, string embedding, int dimensions)
    {
        using var host = Host(new() { ["Storage:VectorIndex"] = engine, ["Embedding:Dimensions"] = embedding });
        var index = host.Services.GetRequiredService<IVectorIndex>();
        Assert.Equal(dimensions, index.Dimensions);
        Assert.Equal(engine.Equals("Qdrant", StringComparison.OrdinalIgnoreCase), index is QdrantVectorIndex);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private IHost Host(Dictionary<string, string?> settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        settings.TryAdd("Storage:DataFolder", DataFolder);
        settings.TryAdd("EventBus:Path", Path.Combine(DataFolder, "bus.sqlite"));
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddEngines().AddEngines();
        return builder.Build();
    }
}
