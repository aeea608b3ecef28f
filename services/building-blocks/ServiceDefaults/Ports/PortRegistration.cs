using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ServiceDefaults.Ports;

internal static class PortRegistration
{
    /// <summary>Worker threads that the pool starts without delay, for each processor.</summary>
    private const int ThreadsPerProcessor = 8;

    public static void AddPorts(this WebApplicationBuilder builder)
    {
        ReserveThreads();
        builder.AddValidatedOptions<HttpOptions>(HttpOptions.Section);
        builder.Services.TryAddSingleton(CreateLimiter);
        builder.Services.TryAddSingleton<SocketTransportFactory>();
        builder.Services.AddSingleton<IConnectionListenerFactory, GatedTransport>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, KestrelPorts>());
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.EnableDetailedErrors = false;
            grpc.MaxReceiveMessageSize = 4 * 1024 * 1024;
        });
    }

    /// <summary>Store reads block pool threads. The pool adds threads above its minimum slowly, which would delay health probes by seconds.</summary>
    private static void ReserveThreads()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, ThreadsPerProcessor * Environment.ProcessorCount), completions);
    }

    private static ConnectionLimiter CreateLimiter(IServiceProvider services)
    {
        var configured = services.GetRequiredService<IOptions<HttpOptions>>().Value.MaxConnections;
        var files = FileDescriptors.ReadLimit();
        var capacity = FileDescriptors.MaxConnections(configured, files, FileDescriptors.CountOpen());
        if (capacity < configured)
            Log.ConnectionsLowered(services.GetRequiredService<ILogger<ConnectionLimiter>>(), configured, capacity, files);
        return new ConnectionLimiter(capacity);
    }

    private sealed class KestrelPorts(IServiceProvider services) : IConfigureOptions<KestrelServerOptions>
    {
        public void Configure(KestrelServerOptions kestrel)
        {
            // Invalid options are reported when the host starts, all at once.
            if (services.TryRead<HttpOptions>() is not { } http)
                return;
            var address = IPAddress.Parse(http.Address);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = http.MaxRequestBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = http.MaxRequestHeadersBytes;
            kestrel.Limits.MaxRequestHeaderCount = 100;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.KeepAliveTimeout = http.IdleTimeout;
            kestrel.Limits.Http2.MaxStreamsPerConnection = http.MaxStreamsPerConnection;

            // Finds peers that vanished while a stream is open, for which the idle time-out does not run.
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
            var limiter = services.GetRequiredService<ConnectionLimiter>();
            kestrel.Listen(address, http.Port, listen => Set(listen, HttpProtocols.Http1));
            kestrel.Listen(address, http.GrpcPort, listen => Set(listen, HttpProtocols.Http2));
            foreach (var additional in services.GetServices<AdditionalPorts.PortSource>().SelectMany(source => source.Read(services)))
                kestrel.Listen(address, additional.Port, listen =>
                {
                    listen.Use(next => connection => limiter.RunAsync(connection, next));
                    additional.Configure(listen);
                });

            void Set(ListenOptions listen, HttpProtocols protocols)
            {
                listen.Protocols = protocols;
                listen.Use(next => connection => limiter.RunAsync(connection, next));
            }
        }
    }
}
