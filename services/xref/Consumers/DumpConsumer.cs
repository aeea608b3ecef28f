using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Xref.Matching;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Consumers;

/// <summary>Takes MusicBrainz dumps among the verified files; other files are ignored.</summary>
internal sealed class DumpConsumer(DumpIntake intake, XrefMetrics metrics) : IEventHandler<FileVerified>
{
    public async Task<Refusal?> HandleAsync(FileVerified message, CancellationToken cancellationToken)
    {
        if (message.Kind != FileKind.MusicbrainzDump)
            return null;
        try
        {
            if (!ArtifactReference.TryRead(message.File, out var artifact, out var fault))
                throw new DumpRefusedException("bad_event", $"The event of {message.Name} {fault}.");
            await intake.TakeAsync(new AnnouncedDump(message.Name, artifact), cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (DumpRefusedException refused)
        {
            metrics.Refused(refused.Reason);
            return new Refusal(refused.Reason, refused.Message);
        }
    }
}
