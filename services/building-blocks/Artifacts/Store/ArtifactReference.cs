using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Artifacts.V1;

namespace SpotifyPlatform.Artifacts.Store;

/// <summary>Names an artifact and its content: what an event says of a file.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Of the bytes, lower-case hexadecimal.</param>
public sealed record ArtifactReference(ArtifactKey Key, long Length, string Sha256)
{
    /// <summary>The reference as events carry it.</summary>
    public Artifact ToMessage() => new()
    {
        Key = Key.ToString(),
        Length = Length,
        Sha256 = ByteString.CopyFrom(Convert.FromHexString(Sha256)),
    };

    /// <summary>Reads the reference of an event.</summary>
    /// <param name="fault">What is wrong with it, as the rest of a sentence about the file.</param>
    public static bool TryRead(Artifact? message, [NotNullWhen(true)] out ArtifactReference? reference, [NotNullWhen(false)] out string? fault)
    {
        reference = null;
        fault = message switch
        {
            null => "has no reference to an artifact",
            { Length: < 0 } => $"has {message.Length} bytes; a length is 0 or more",
            { Sha256.Length: not SHA256.HashSizeInBytes } => $"has a hash of {message.Sha256.Length} bytes; a SHA-256 has {SHA256.HashSizeInBytes}",
            _ => null,
        };
        if (fault is not null || !ArtifactKey.TryParse(message!.Key, out var key, out fault))
            return false;
        reference = new ArtifactReference(key, message.Length, Convert.ToHexStringLower(message.Sha256.Span));
        return true;
    }
}
