using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.Acquirer;

/// <summary>Makes verified files artifacts and publishes them on the event bus.</summary>
internal sealed class VerifiedFilePublisher(IInputArtifacts inputs, IEventPublisher publisher, IOptions<AcquirerOptions> options) : IVerifiedFilePublisher
{
    public async Task PublishAsync(VerifiedFile file, CancellationToken cancellationToken)
    {
        var dataSet = options.Value.DataSet;
        var artifact = await inputs.AddAsync(file.File.Name, file.File.Path, file.File.Length, file.Sha256, cancellationToken).ConfigureAwait(false);
        var message = new FileVerified
        {
            DataSet = dataSet,
            Slot = file.File.Slot,
            Name = file.File.Name,
            File = artifact.ToMessage(),
            Kind = KindOf(file.File.Kind),
            Revision = file.Revision,
        };
        var id = $"{dataSet}/{file.File.Slot}/{file.Sha256}/{file.Revision}";
        await publisher.PublishAsync(Topics.FileVerified, [new OutgoingEvent<FileVerified>(id, message)], cancellationToken).ConfigureAwait(false);
    }

    public async Task WithdrawAsync(WithdrawnFile file, CancellationToken cancellationToken)
    {
        var announced = file.Announced;
        var message = new FileWithdrawn
        {
            DataSet = options.Value.DataSet,
            Slot = announced.Slot,
            Name = announced.Name,
            Length = announced.Length,
            Sha256 = announced.Sha256,
            FoundSha256 = file.FoundSha256,
            Reason = file.Reason,
            Revision = file.Revision,
        };
        var id = $"{options.Value.DataSet}/{announced.Slot}/{announced.Sha256}/{file.Revision}";
        await publisher.PublishAsync(Topics.FileWithdrawn, [new OutgoingEvent<FileWithdrawn>(id, message)], cancellationToken).ConfigureAwait(false);
    }

    private static FileKind KindOf(ContentKind kind) => kind switch
    {
        ContentKind.Catalog => FileKind.Catalog,
        ContentKind.CatalogArtists => FileKind.CatalogArtists,
        ContentKind.CatalogAlbums => FileKind.CatalogAlbums,
        ContentKind.AudioFeatures => FileKind.AudioFeatures,
        ContentKind.MusicBrainzDump => FileKind.MusicbrainzDump,
        ContentKind.Playlists => FileKind.Playlists,
        ContentKind.AnalysisShard => FileKind.AnalysisShard,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
