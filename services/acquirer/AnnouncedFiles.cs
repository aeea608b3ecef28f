using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.Acquirer;

/// <summary>Reads the announcements and withdrawals of the data set from their topics, which keep the latest of each slot.</summary>
internal sealed class AnnouncedFiles(IEventBus bus, IOptions<AcquirerOptions> options) : IAnnouncedFiles
{
    public async Task<IReadOnlyCollection<AnnouncedFile>> ListAsync(CancellationToken cancellationToken)
    {
        var newest = new Dictionary<string, AnnouncedFile>(StringComparer.Ordinal);
        var prefix = $"{options.Value.DataSet}/";
        await foreach (var record in bus.ReadToEndAsync(Topics.FileVerified, cancellationToken).ConfigureAwait(false))
        {
            if (!record.Key.StartsWith(prefix, StringComparison.Ordinal) || record.Payload is not { } payload)
                continue;
            var message = Topics.FileVerified.Parser.ParseFrom(payload.Span);

            // A replayed older announcement may be the later record.
            if (ArtifactReference.TryRead(message.File, out var file, out _) && (newest.GetValueOrDefault(message.Slot)?.Revision ?? -1) < message.Revision)
                newest[message.Slot] = new AnnouncedFile(message.Slot, message.Name, file.Length, file.Sha256, message.Revision);
        }

        await foreach (var record in bus.ReadToEndAsync(Topics.FileWithdrawn, cancellationToken).ConfigureAwait(false))
        {
            if (!record.Key.StartsWith(prefix, StringComparison.Ordinal) || record.Payload is not { } payload)
                continue;
            var message = Topics.FileWithdrawn.Parser.ParseFrom(payload.Span);
            if ((newest.GetValueOrDefault(message.Slot)?.Revision ?? -1) < message.Revision)
                newest[message.Slot] = new AnnouncedFile(message.Slot, message.Name, message.Length, message.FoundSha256, message.Revision, IsWithdrawn: true);
        }

        return newest.Values;
    }
}
