using System.Security.Cryptography;

namespace SpotifyPlatform.Artifacts.Store;

/// <summary>Content on its way into a store. It ends with an exception unless it is what the reference says, so that the store creates nothing of it.</summary>
public sealed class VerifiedStream(Stream content, ArtifactReference reference) : ForwardReadStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long length;

    /// <exception cref="ArtifactChangedException">The content ends, or goes on, elsewhere, or has another hash.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = content.Read(buffer);
        length += count;
        if (length > reference.Length || (count == 0 && buffer.Length > 0 && length < reference.Length))
            throw new ArtifactChangedException(reference, $"has {length} bytes{(count == 0 ? "" : " or more")}");
        hash.AppendData(buffer[..count]);
        if (count == 0 && buffer.Length > 0 && Convert.ToHexStringLower(hash.GetCurrentHash()) is var found && found != reference.Sha256)
            throw new ArtifactChangedException(reference, $"has the SHA-256 {found}");
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
