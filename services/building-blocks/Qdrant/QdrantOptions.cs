using System.ComponentModel.DataAnnotations;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Qdrant;

/// <summary>Connection, collection and search parameters of a Qdrant server, section <c>Storage:Qdrant</c>.</summary>
public sealed class QdrantOptions : IValidatableObject
{
    /// <summary>The gRPC endpoint; Qdrant's default port is 6334.</summary>
    [Required]
    public Uri Address { get; init; } = new("http://127.0.0.1:6334");

    /// <summary>Set by environment only (<c>Storage__Qdrant__ApiKey</c>).</summary>
    public string? ApiKey { get; init; }

    /// <summary>Allows sending the key without TLS to another machine.</summary>
    public bool AllowKeyOverPlaintext { get; init; }

    /// <summary>PEM file of the authorities trusted for the server's certificate; null for the system's.</summary>
    public string? CertificateAuthorityFile { get; init; }

    [Required]
    [RegularExpression("^[A-Za-z0-9_-]{1,200}$")]
    public string Collection { get; init; } = "tracks";

    /// <summary>
    /// At creation: adds int8 copies of the vectors in memory, a quarter of their size. Searches scan the copies and rescore candidates with the
    /// original vectors. Off by default: with 13 dimensions recall at 1 million points was 0.64.
    /// </summary>
    public bool Int8Quantization { get; init; }

    /// <summary>At creation: vectors are mapped from disk. Useful with <see cref="Int8Quantization"/>, slow without it.</summary>
    public bool VectorsOnDisk { get; init; }

    /// <summary>At creation: the graph is mapped from disk.</summary>
    public bool GraphOnDisk { get; init; }

    /// <summary>At creation: payloads stay on disk; indexed fields are in memory.</summary>
    public bool PayloadOnDisk { get; init; } = true;

    /// <summary>Deadline of a search or look-up, over all attempts.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Deadline of one attempt to write.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 5;

    /// <summary>Delay before the second attempt; doubles with each further attempt, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Maximum delay. If the server asks for a longer one, the call fails at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Points per write or look-up request.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; init; } = 256;

    /// <summary>Longer responses are rejected before they are read.</summary>
    [Range(64 * 1024, 1 << 30)]
    public int MaxMessageBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Points fetched for one query, at most.</summary>
    [Range(16, 1_000_000)]
    public int MaxCandidates { get; init; } = 4096;

    /// <summary>Points fetched per requested hit when a query has weights, which Qdrant does not support.</summary>
    [Range(1, 100_000)]
    public int Oversampling { get; init; } = 16;

    /// <summary>Minimum of Qdrant's <c>hnsw_ef</c>: higher values increase recall and latency.</summary>
    [Range(1, 100_000)]
    public int SearchBreadth { get; init; } = 128;

    /// <summary>Qdrant scans all vectors instead of searching the graph.</summary>
    public bool Exact { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CertificateAuthorityFile is { } file && !File.Exists(file))
            yield return new ValidationResult($"The file {file} does not exist.", [nameof(CertificateAuthorityFile)]);
        foreach (var error in KeyTransport.Validate(Address, ApiKey, AllowKeyOverPlaintext, nameof(Address), nameof(AllowKeyOverPlaintext)))
            yield return error;
    }
}
