using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Ports beside the two that every service has, on the same address and under the same connection limit.</summary>
public static class AdditionalPorts
{
    /// <param name="ports">Called before the server binds; not where the options are invalid, which the start reports.</param>
    public static IHostApplicationBuilder AddPorts<TOptions>(this IHostApplicationBuilder builder, Func<IServiceProvider, TOptions, IEnumerable<AdditionalPort>> ports)
        where TOptions : class
    {
        builder.Services.AddSingleton(new PortSource(services => services.TryRead<TOptions>() is { } options ? ports(services, options) : []));
        return builder;
    }

    internal sealed class PortSource(Func<IServiceProvider, IEnumerable<AdditionalPort>> read)
    {
        public IEnumerable<AdditionalPort> Read(IServiceProvider services) => read(services);
    }
}

/// <param name="Port">0 takes a free one.</param>
/// <param name="Configure">Protocols, TLS and connection middleware.</param>
public sealed record AdditionalPort(int Port, Action<ListenOptions> Configure);
