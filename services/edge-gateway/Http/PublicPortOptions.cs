using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>
/// Section <c>EdgeGateway:Ports</c>: the ports for clients. The ports of section <c>Http</c> are for operators: health, metrics and the admin routes.
/// 0 takes a free port.
/// </summary>
public sealed class PublicPortOptions
{
    /// <summary>JSON over HTTP/1.1 without TLS.</summary>
    [Range(0, 65535)]
    public int Http { get; set; } = 9080;

    /// <summary>gRPC over HTTP/2 without TLS (h2c).</summary>
    [Range(0, 65535)]
    public int Grpc { get; set; } = 9081;

    /// <summary>Both over TLS; bound where a certificate is configured.</summary>
    [Range(0, 65535)]
    public int Https { get; set; } = 9443;

    /// <summary>Off: only TLS, where a certificate is configured.</summary>
    public bool Plaintext { get; set; } = true;

    /// <summary>A request body that arrives more slowly is cut.</summary>
    [Range(1, 1_000_000)]
    public double MinBodyBytesPerSecond { get; set; } = 240;

    /// <summary>Time before the rate of a body counts.</summary>
    [Range(typeof(TimeSpan), "00:00:01.001", "00:01:00")]
    public TimeSpan SlowBodyGrace { get; set; } = TimeSpan.FromSeconds(5);
}
