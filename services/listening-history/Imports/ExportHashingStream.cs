using System.Security.Cryptography;
using SpotifyPlatform.Artifacts;

namespace SpotifyPlatform.ListeningHistory.Imports;

/// <summary>Computes the SHA-256 of the bytes that are read through it.</summary>
internal sealed class ExportHashingStream(Stream inner) : ForwardReadStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public byte[] Sha256() => hash.GetHashAndReset();

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        hash.AppendData(buffer[..count]);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
