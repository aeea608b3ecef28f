using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults;

/// <summary>A service on free ports with nothing but the service defaults.</summary>
public static class TestService
{
    public static WebApplicationBuilder Builder(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("Http:Port", "0"), new("Http:GrpcPort", "0")]);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value)));
        builder.AddServiceDefaults("test-service");
        builder.Logging.AddFilter<ConsoleLoggerProvider>(null, LogLevel.None);
        return builder;
    }

    public static WebApplication Map(this WebApplicationBuilder builder) => builder.Build().MapServiceDefaults();
}
