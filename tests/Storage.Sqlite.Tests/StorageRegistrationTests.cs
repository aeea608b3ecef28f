using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.Storage.Sqlite.Tests;

public sealed class StorageRegistrationTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("storage-registration-");

    private string DataFolder => Path.Combine(folder.FullName, "data");

    [Fact]
    public void AddStorage_Twice_GivesEveryPortOnceAndOpensFilesWhenAsked()
    {
        using var host = Host([]);
        Assert.False(Directory.Exists(DataFolder));
        foreach (var (port, file) in new[]
                 {
                     (typeof(IFeatureStore), "features.sqlite"), (typeof(IVectorIndex), "vectors.sqlite"), (typeof(IXrefStore), "xref.sqlite"),
                     (typeof(IPairStore), "pairs.sqlite"), (typeof(IAccessStore), "access.sqlite"), (typeof(IWarehouse), "warehouse.sqlite"),
                 })
        {
            Assert.Same(Assert.Single(host.Services.GetServices(port)), host.Services.GetService(port));
            Assert.True(File.Exists(Path.Combine(DataFolder, file)), file);
        }
    }

    [Fact]
    public async Task AddStorage_UnknownSetting_RefusesToStart()
    {
        using var host = Host(new() { ["Storage:DataFoldr"] = "x" });
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("Storage:DataFoldr", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private IHost Host(Dictionary<string, string?> settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        settings.TryAdd("Storage:DataFolder", DataFolder);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddStorage().AddStorage();
        return builder.Build();
    }
}
