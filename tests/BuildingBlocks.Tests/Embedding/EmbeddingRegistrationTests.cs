using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.BuildingBlocks.Tests.Embedding;

public sealed class EmbeddingRegistrationTests
{
    [Fact]
    public void AddEmbedding_Defaults_AreTheFeaturesAlone()
    {
        using var host = Build([]);
        Assert.Equal(13, host.Services.GetRequiredService<VectorComposer>().Dimensions);
    }

    [Theory]
    [InlineData("Hashed", typeof(HashedNGramEmbedder))]
    [InlineData("Http", typeof(HttpEmbedder))]
    public void AddEmbedding_Embedder_IsChosenByConfiguration(string kind, Type type)
    {
        using var host = Build(new() { ["Embedding:Embedder"] = kind, ["Embedding:Dimensions"] = "1523", ["Embedding:Http:Address"] = "https://x", ["Embedding:Http:Model"] = "m" });
        Assert.IsType(type, host.Services.GetRequiredService<IEmbedder>());
        Assert.Equal(1536, host.Services.GetRequiredService<VectorComposer>().Dimensions);
    }

    [Theory]
    [InlineData("Embedding:Dimensions", "-1", "Embedding:Dimensions")]
    [InlineData("Embedding:FeatureWeight", "0", "Embedding:FeatureWeight")]
    [InlineData("Embedding:Http:Model", "", "Embedding:Http:Model")]
    [InlineData("Embedding:Http:Address", null, "Embedding:Http:Address")]
    [InlineData("Embedding:Http:Address", "ftp://x", "http://")]
    [InlineData("Embedding:Http:Address", "https://user:password@x", "user or password")]
    [InlineData("Embedding:Http:Address", "http://far.example", "AllowKeyOverPlaintext")]
    public async Task AddEmbedding_WrongSettings_RefuseToStart(string key, string? value, string said)
    {
        using var host = Build(new()
        {
            ["Embedding:Embedder"] = "Http", ["Embedding:Dimensions"] = "8", ["Embedding:Http:Address"] = "https://x", ["Embedding:Http:Model"] = "m",
            ["Embedding:Http:ApiKey"] = "secret-value", [key] = value,
        });
        var ex = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains(said, ex.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-value", ex.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000", "false")]
    [InlineData("http://localhost", "false")]
    [InlineData("https://far.example", "false")]
    [InlineData("http://far.example", "true")]
    public void AddEmbedding_KeyThatMayTravel_IsTaken(string address, string allow)
    {
        using var host = Build(new()
        {
            ["Embedding:Embedder"] = "Http", ["Embedding:Dimensions"] = "8", ["Embedding:Http:Address"] = address, ["Embedding:Http:Model"] = "m",
            ["Embedding:Http:ApiKey"] = "k", ["Embedding:Http:AllowKeyOverPlaintext"] = allow,
        });
        Assert.IsType<HttpEmbedder>(host.Services.GetRequiredService<IEmbedder>());
    }

    private static IHost Build(Dictionary<string, string?> settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddEmbedding().AddEmbedding();
        return builder.Build();
    }
}
