using System.ComponentModel.DataAnnotations;
using System.Net;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Ports of a service and the limits of requests and connections.</summary>
public sealed class HttpOptions : IValidatableObject
{
    public const string Section = "Http";

    /// <summary>The address to listen on: this machine only, unless a deployment sets <c>0.0.0.0</c> (or <c>::</c>).</summary>
    [Required]
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>HTTP/1.1: JSON, health, metrics. 0 takes a free port.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8080;

    /// <summary>HTTP/2 without TLS (h2c): gRPC. 0 takes a free port.</summary>
    [Range(0, 65535)]
    public int GrpcPort { get; init; } = 8081;

    /// <summary>Serves gRPC reflection, for tools such as grpcurl.</summary>
    public bool GrpcReflection { get; init; }

    [Range(1, 1L << 32)]
    public long MaxRequestBodyBytes { get; init; } = 4 * 1024 * 1024;

    [Range(1024, 1024 * 1024)]
    public int MaxRequestHeadersBytes { get; init; } = 32 * 1024;

    /// <summary>Concurrent calls on one HTTP/2 connection.</summary>
    [Range(1, 10_000)]
    public int MaxStreamsPerConnection { get; init; } = 200;

    /// <summary>Over all ports; lowered at start where <c>ulimit -n</c> is too small for it.</summary>
    [Range(1, 1_000_000)]
    public long MaxConnections { get; init; } = 10_000;

    /// <summary>A connection without a request is closed after this time.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Concurrent streams of grpc.health.v1 Watch.</summary>
    [Range(1, 100_000)]
    public int MaxHealthWatches { get; init; } = 1_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Address, out _))
            yield return new ValidationResult($"'{Address}' is not an IP address.", [nameof(Address)]);
        if (Port == GrpcPort && Port != 0)
            yield return new ValidationResult("Port and GrpcPort must differ: without TLS a port speaks either HTTP/1.1 or HTTP/2.", [nameof(Port), nameof(GrpcPort)]);
    }
}
