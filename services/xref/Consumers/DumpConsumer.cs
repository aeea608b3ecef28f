using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Xref.Matching;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Consumers;

/// <summary>Ingests MusicBrainz dumps. Ignores other files.</summary>
internal sealed class DumpConsumer(DumpIngestion ingestion, XrefMetrics metrics) : SingleEventHandler<FileVerified>
{
    public override async Task<Refusal?> HandleAsync(FileVerified message, CancellationToken cancellationToken)
    {
        if (message.Kind != FileKind.MusicbrainzDump)
            return null;
        try
        {
            if (!ArtifactReference.TryRead(message.File, out var artifact, out var problem))
                throw new DumpRefusedException("bad_event", $"The event of {message.Name} {problem}.");
            await ingestion.IngestAsync(new AnnouncedDump(message.Name, artifact), cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (DumpRefusedException ex)
        {
            metrics.Refused(ex.Reason);
            return new Refusal(ex.Reason, ex.Message);
        }
    }
}
