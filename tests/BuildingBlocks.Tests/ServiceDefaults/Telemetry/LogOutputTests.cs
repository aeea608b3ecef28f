using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults.Telemetry;

public sealed class LogOutputTests
{
    [Theory]
    [InlineData(LogOutput.Json, "SpotifyPlatform.Some", LogLevel.Information)]
    [InlineData(LogOutput.Json, "Microsoft.AspNetCore.Routing", LogLevel.Warning)]
    [InlineData(LogOutput.Terminal, "SpotifyPlatform.Some", LogLevel.Warning)]
    public void Level_NothingConfigured_IsThatOfTheOutput(LogOutput output, string category, LogLevel lowest) =>
        Assert.Equal(lowest, LowestLevel(Services(output), category));

    [Fact]
    public void Level_Configured_OverridesTheDefaults()
    {
        var services = Services(LogOutput.Terminal, ("Logging:LogLevel:Default", "Debug"), ("Logging:LogLevel:Microsoft.AspNetCore", "Information"));

        Assert.Equal(LogLevel.Debug, LowestLevel(services, "SpotifyPlatform.Some"));
        Assert.Equal(LogLevel.Information, LowestLevel(services, "Microsoft.AspNetCore.Routing"));
    }

    [Fact]
    public void Console_Json_IsUtcOnStandardOutput()
    {
        var services = Services(LogOutput.Json);

        Assert.Equal(ConsoleFormatterNames.Json, Console(services).FormatterName);
        Assert.Equal(LogLevel.None, Console(services).LogToStandardErrorThreshold);
        Assert.True(services.GetRequiredService<IOptionsMonitor<JsonConsoleFormatterOptions>>().CurrentValue.UseUtcTimestamp);
    }

    [Fact]
    public void Console_Terminal_IsOnStandardErrorAlone() =>
        Assert.Equal(LogLevel.Trace, Console(Services(LogOutput.Terminal)).LogToStandardErrorThreshold);

    private static ConsoleLoggerOptions Console(IServiceProvider services) => services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value;

    private static LogLevel LowestLevel(IServiceProvider services, string category)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
        return Enum.GetValues<LogLevel>().First(logger.IsEnabled);
    }

    private static IServiceProvider Services(LogOutput output, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value)));
        builder.AddServiceDefaults("test-service", output);
        return builder.Build().Services;
    }
}
