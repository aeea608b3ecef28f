using System.Security.Cryptography;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Xref.Matching;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Consumers;

/// <summary>Takes MusicBrainz dumps among the verified files; other files are none of ours.</summary>
internal sealed class DumpConsumer(DumpIntake intake, XrefMetrics metrics) : SingleEventHandler<FileVerified>
{
    public override async Task<Refusal?> HandleAsync(FileVerified message, CancellationToken cancellationToken)
    {
        if (message.Kind != FileKind.MusicbrainzDump)
            return null;
        try
        {
            if (message.Sha256.Length != SHA256.HashSizeInBytes)
                throw new DumpRefusedException("bad_event", $"{message.Name} was announced with a hash of {message.Sha256.Length} bytes; a SHA-256 has 32.");
            var file = new DumpFile(message.Name, message.Path, Convert.ToHexStringLower(message.Sha256.Span));
            await intake.TakeAsync(file, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (DumpRefusedException refused)
        {
            metrics.Refused(refused.Reason);
            return new Refusal(refused.Reason, refused.Message);
        }
    }
}
