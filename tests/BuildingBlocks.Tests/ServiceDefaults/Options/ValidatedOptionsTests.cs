using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults.Options;

public sealed class ValidatedOptionsTests
{
    [Fact]
    public async Task Start_EveryKindOfValue_IsBound()
    {
        using var host = Build(
            ("Sample:Size", "7"), ("Sample:Wait", "00:00:03"), ("Sample:Color", "blue"), ("Sample:Names:0", "x"), ("Sample:Names:1", "y"),
            ("Sample:Weights:tempo", "0.5"), ("Sample:Inner:Depth", "2"), ("sample:address", "http://user:pass@host/"));
        await host.StartAsync();

        var options = host.Services.GetRequiredService<IOptions<SampleOptions>>().Value;

        Assert.Equal((7, TimeSpan.FromSeconds(3), Color.Blue, 2), (options.Size, options.Wait, options.Color, options.Inner.Depth));
        Assert.Equal(["x", "y"], options.Names);
        Assert.Equal(0.5, options.Weights["tempo"]);
    }

    [Fact]
    public async Task Start_ManyErrors_AreAllReportedAndTheHostDoesNotStart()
    {
        using var host = Build(
            ("Sample:Size", "0"), ("Sample:Wait", "soon"), ("Sample:Color", "grey"), ("Sample:Inner:Depth", "9"), ("Sample:Inner:Dpth", "1"),
            ("Sample:Sise", "1"), ("Sample:Weights:tempo", "fast"), ("Sample:Password", ""));

        var ex = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(
            [
                "Sample:Color is not one of Red, Blue.",
                "Sample:Inner:Depth: The field Depth must be between 0 and 5.",
                "Sample:Inner:Dpth is not a setting. Settings of Sample:Inner: Depth.",
                "Sample:Password: The Password field is required.",
                "Sample:Sise is not a setting. Settings of Sample: Address, Color, Inner, Keys, Names, Password, Size, Wait, Weights.",
                "Sample:Size: The field Size must be between 1 and 10.",
                "Sample:Wait is not a time such as 00:00:30.",
                "Sample:Weights:tempo is not a value of type Double.",
            ],
            ex.Failures.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Start_SectionWithinASection_IsBoundByItsTypeAndNotUnknown()
    {
        var builder = Builder(("Sample:Size", "2"), ("Sample:Part:Other", "5"), ("Sample:Part:Nobody", "1"));
        builder.AddValidatedOptions<SampleOptions>("Sample");
        builder.AddValidatedOptions<OtherOptions>("Sample:Part");
        using var host = builder.Build();

        var ex = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.StartsWith("Sample:Part:Nobody is not a setting.", Assert.Single(ex.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_TwoTypesOfOneSection_EachBindsItsKeysAndAnUnknownOneIsReportedOnce()
    {
        var builder = Builder(("Sample:Size", "2"), ("Sample:Other", "5"), ("Sample:Nobody", "1"));
        builder.AddValidatedOptions<SampleOptions>("Sample");
        builder.AddValidatedOptions<OtherOptions>("Sample");
        using var host = builder.Build();

        var ex = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.StartsWith("Sample:Nobody is not a setting.", Assert.Single(ex.Failures), StringComparison.Ordinal);
        Assert.Equal(5, host.Services.GetRequiredService<IOptions<OtherOptions>>().Value.Other);
    }

    [Fact]
    public void AddValidatedOptions_Twice_RegistersOnce()
    {
        var builder = Builder();
        builder.AddValidatedOptions<SampleOptions>("Sample");
        var count = builder.Services.Count;

        builder.AddValidatedOptions<SampleOptions>("Sample");

        Assert.Equal(count, builder.Services.Count);
    }

    [Fact]
    public async Task Start_EffectiveOptions_AreLoggedWithoutSecrets()
    {
        var builder = Builder(("Sample:Password", "hunter2"), ("Sample:Address", "http://user:hunter2@host/"), ("Sample:Size", "3"), ("Sample:Keys:File", "/run/keys.json"), ("Sample:Keys:First", "hunter2"));
        builder.AddValidatedOptions<SampleOptions>("Sample");
        var lines = new List<string>();
        builder.Logging.AddProvider(new Lines(lines));
        using var host = builder.Build();
        await host.StartAsync();

        var line = Assert.Single(lines, line => line.StartsWith("Options of Sample", StringComparison.Ordinal));
        Assert.Contains("Size=3", line, StringComparison.Ordinal);
        Assert.Contains("Password=***", line, StringComparison.Ordinal);
        Assert.Contains("Inner:Depth=1", line, StringComparison.Ordinal);
        Assert.Contains("Keys:File=/run/keys.json", line, StringComparison.Ordinal);
        Assert.Contains("Keys:First=***", line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
    }

    private static IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Builder(settings);
        builder.AddValidatedOptions<SampleOptions>("Sample");
        return builder.Build();
    }

    private static HostApplicationBuilder Builder(params (string Key, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value)));
        return builder;
    }

    private sealed class SampleOptions
    {
        [Range(1, 10)]
        public int Size { get; init; } = 1;

        public TimeSpan Wait { get; init; }

        public Color Color { get; init; }

        public IReadOnlyList<string> Names { get; init; } = [];

        public Dictionary<string, double> Weights { get; init; } = [];

        public InnerOptions Inner { get; init; } = new();

        [Required]
        public string Password { get; init; } = "default";

        public Uri? Address { get; init; }

        public KeysOptions Keys { get; init; } = new();
    }

    private sealed class KeysOptions
    {
        public string File { get; init; } = "";

        public string First { get; init; } = "";
    }

    private sealed class InnerOptions
    {
        [Range(0, 5)]
        public int Depth { get; init; } = 1;
    }

    private sealed class OtherOptions
    {
        public int Other { get; init; }
    }

    private enum Color
    {
        Red,
        Blue,
    }

    private sealed class Lines(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add(formatter(state, exception));

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Dispose()
        {
            // Nothing to dispose.
        }
    }
}
