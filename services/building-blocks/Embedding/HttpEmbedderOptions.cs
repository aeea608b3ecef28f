using System.ComponentModel.DataAnnotations;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Embedding;

/// <summary>An OpenAI-compatible embedding server, section <c>Embedding:Http</c>.</summary>
public sealed class HttpEmbedderOptions : IValidatableObject
{
    /// <summary>The base address, the part before <c>/v1/embeddings</c>.</summary>
    public Uri? Address { get; init; }

    public string Model { get; init; } = "";

    /// <summary>Sent as a bearer token; set by environment only (<c>Embedding__Http__ApiKey</c>).</summary>
    public string? ApiKey { get; init; }

    /// <summary>Allows sending the key without TLS to another machine.</summary>
    public bool AllowKeyOverPlaintext { get; init; }

    /// <summary>Requests vectors of <c>Embedding:Dimensions</c> numbers, from models that can shorten theirs.</summary>
    public bool RequestDimensions { get; init; }

    /// <summary>Texts per request.</summary>
    [Range(1, 2048)]
    public int BatchSize { get; init; } = 64;

    [Range(1024, 1 << 30)]
    public int MaxResponseBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Timeout of one attempt.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 5;

    /// <summary>Delay before the second attempt; doubles with each further attempt, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Maximum delay. If the server asks for a longer one, the call fails at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Address is null ? [] : KeyTransport.Validate(Address, ApiKey, AllowKeyOverPlaintext, nameof(Address), nameof(AllowKeyOverPlaintext));
}
