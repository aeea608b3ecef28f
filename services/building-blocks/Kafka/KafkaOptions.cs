using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Kafka;

/// <summary>The broker, how this process is known to it, and the limits of its clients.</summary>
public sealed class KafkaOptions : IValidatableObject
{
    public const string Section = "Kafka";

    /// <summary>Brokers to begin with, as <c>host:port,host:port</c>.</summary>
    [Required]
    public string BootstrapServers { get; init; } = "";

    public SecurityProtocol SecurityProtocol { get; init; } = SecurityProtocol.Plaintext;

    /// <summary>Plain, ScramSha256 or ScramSha512; used where <see cref="SecurityProtocol"/> has SASL.</summary>
    [AllowedValues(SaslMechanism.Plain, SaslMechanism.ScramSha256, SaslMechanism.ScramSha512)]
    public SaslMechanism SaslMechanism { get; init; } = SaslMechanism.ScramSha512;

    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>Sends the password without TLS to brokers other than those of this machine.</summary>
    public bool AllowPasswordOverPlaintext { get; init; }

    /// <summary>Certificates (PEM) of the authorities that sign the brokers'; null for those of the system.</summary>
    public string? CaFile { get; init; }

    /// <summary>This client's certificate (PEM), where brokers ask for one.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>The certificate's private key (PEM).</summary>
    public string? ClientKeyFile { get; init; }

    public string? ClientKeyPassword { get; init; }

    /// <summary>
    /// Static membership: a name that this process keeps over restarts and no other has at the same time. A restart within
    /// <see cref="SessionTimeout"/> then moves no partition. Null lets a stopped process give its partitions up at once.
    /// </summary>
    public string? InstanceId { get; init; }

    /// <summary>A member that the broker does not hear for so long has lost its partitions. Brokers allow 6 s and more by default.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:30:00")]
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>A member that does not ask for records for so long has lost its partitions. At least the session timeout.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "01:00:00")]
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a record waits for others of its batch.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>After so long without acknowledgement an append has failed, and its outcome is unknown.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one request to a broker may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>KiB of records that wait for their acknowledgement; a further append waits for room.</summary>
    [Range(1024, 1024 * 1024)]
    public int BufferKilobytes { get; init; } = 32 * 1024;

    /// <summary>KiB of records that one member or reader fetches ahead.</summary>
    [Range(1024, 1024 * 1024)]
    public int PrefetchKilobytes { get; init; } = 16 * 1024;

    /// <summary>How messages name this process's user.</summary>
    internal string User => this switch
    {
        { UsesSasl: true, Username: { } name } => name,
        { ClientCertificateFile: { } file } => $"of certificate {file}",
        _ => "anonymous",
    };

    internal bool UsesSasl => SecurityProtocol is SecurityProtocol.SaslPlaintext or SecurityProtocol.SaslSsl;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (UsesSasl && (string.IsNullOrEmpty(Username) || string.IsNullOrEmpty(Password)))
            yield return new("SASL needs a user and a password.", [nameof(Username), nameof(Password)]);
        if (SecurityProtocol == SecurityProtocol.SaslPlaintext && !AllowPasswordOverPlaintext && !IsLoopback())
            yield return new(
                $"The password would be sent unencrypted over the network: use SaslSsl, or set {nameof(AllowPasswordOverPlaintext)} if the network is trusted.", [nameof(SecurityProtocol)]);
        if (MaxPollInterval < SessionTimeout)
            yield return new($"The interval is at least {nameof(SessionTimeout)}.", [nameof(MaxPollInterval)]);
    }

    private bool IsLoopback() => BootstrapServers.Split(',').All(server =>
        Uri.TryCreate($"kafka://{server.Trim()}", UriKind.Absolute, out var address) && address.IsLoopback);
}
