using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.Acquirer;

/// <summary>Publishes verified files on the event bus.</summary>
internal sealed class VerifiedFilePublisher(IEventPublisher publisher, IOptions<AcquirerOptions> options) : IVerifiedFilePublisher
{
    public Task PublishAsync(VerifiedFile file, CancellationToken cancellationToken)
    {
        var dataSet = options.Value.DataSet;
        var artifact = new ArtifactReference(ArtifactKey.Parse(InputKeys.Prefix + file.File.Name), file.File.Length, file.Sha256);
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
        return publisher.PublishAsync(Topics.FileVerified, [new OutgoingEvent<FileVerified>(id, message)], cancellationToken);
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
