using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using SpotifyPlatform.EdgeGateway.Keys;

namespace SpotifyPlatform.EdgeGateway.Http;

/// <summary>The certificate of the TLS port, renewed without a restart.</summary>
internal sealed class ServerCertificate
{
    private readonly ReloadedFile<SslServerAuthenticationOptions> file;

    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="CryptographicException">A file is damaged, or the key is of another certificate.</exception>
    public ServerCertificate(IOptions<EdgeGatewayOptions> options, TimeProvider time, ILogger<ServerCertificate> logger)
    {
        var tls = options.Value.Tls;
        file = new(tls.CertificateFile, path => Read(path, tls.KeyFile), Read(tls.CertificateFile, tls.KeyFile), tls.ReloadInterval, time, ex => Log.CertificateUnreadable(logger, tls.CertificateFile, ex));
    }

    public SslServerAuthenticationOptions Options() => file.Current;

    /// <returns>Null for a readable certificate with its key.</returns>
    public static string? ProblemOf(string certificate, string key)
    {
        try
        {
            _ = Read(certificate, key);
            return null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return $"'{certificate}' and '{key}' must be a certificate and its private key without a passphrase, both PEM: {ex.Message}";
        }
    }

    private static SslServerAuthenticationOptions Read(string certificate, string key)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificate);
        return new SslServerAuthenticationOptions
        {
            // The file's first certificate is the server's; the others are sent with it.
            ServerCertificateContext = SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(certificate, key), chain, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        };
    }
}
