using System.ComponentModel.DataAnnotations;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Qdrant;

/// <summary>Which Qdrant, and how it is asked, section <c>Storage:Qdrant</c>.</summary>
public sealed class QdrantOptions : IValidatableObject
{
    /// <summary>The gRPC interface, port 6334 as Qdrant comes.</summary>
    [Required]
    public Uri Address { get; init; } = new("http://127.0.0.1:6334");

    /// <summary>By environment only (<c>Storage__Qdrant__ApiKey</c>).</summary>
    public string? ApiKey { get; init; }

    /// <summary>Sends the key without TLS to another machine too.</summary>
    public bool AllowKeyOverPlaintext { get; init; }

    /// <summary>A PEM file of the authorities that may sign the server's certificate; null for those of the system.</summary>
    public string? CertificateAuthorityFile { get; init; }

    [Required]
    [RegularExpression("^[A-Za-z0-9_-]{1,200}$")]
    public string Collection { get; init; } = "tracks";

    /// <summary>At creation: the original vectors are mapped from disk; the int8 ones stay in memory.</summary>
    public bool VectorsOnDisk { get; init; } = true;

    /// <summary>At creation: the graph is mapped from disk.</summary>
    public bool GraphOnDisk { get; init; }

    /// <summary>At creation: payloads are read from disk; their indexed fields stay in memory.</summary>
    public bool PayloadOnDisk { get; init; } = true;

    /// <summary>For a search or a look-up with all its attempts.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For one attempt to write.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 5;

    /// <summary>Before the second attempt; it doubles from there, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait; a server that asks for more is not waited for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Points a request that writes or looks up.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; init; } = 256;

    /// <summary>An answer that is longer is refused before it is read.</summary>
    [Range(64 * 1024, 1 << 30)]
    public int MaxMessageBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The most points that are fetched to answer one query.</summary>
    [Range(16, 1_000_000)]
    public int MaxCandidates { get; init; } = 4096;

    /// <summary>Points that are fetched for each one wanted where a query has weights, which Qdrant does not know.</summary>
    [Range(1, 100_000)]
    public int Oversampling { get; init; } = 16;

    /// <summary>Qdrant's <c>hnsw_ef</c>, at least: higher finds more of the nearest and takes longer.</summary>
    [Range(1, 100_000)]
    public int SearchBreadth { get; init; } = 128;

    /// <summary>Lets Qdrant scan every original vector instead of the graph.</summary>
    public bool Exact { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CertificateAuthorityFile is { } file && !File.Exists(file))
            yield return new ValidationResult($"There is no file {file}.", [nameof(CertificateAuthorityFile)]);
        foreach (var fault in KeyTransport.Validate(Address, ApiKey, AllowKeyOverPlaintext, nameof(Address), nameof(AllowKeyOverPlaintext)))
            yield return fault;
    }
}
