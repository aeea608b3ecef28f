using Google.Protobuf;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.Acquirer;

/// <summary>Verified files as events.</summary>
internal sealed class VerifiedFilePublisher(IEventPublisher publisher) : IVerifiedFiles
{
    public Task PublishAsync(VerifiedFile file, CancellationToken cancellationToken)
    {
        var message = new FileVerified
        {
            Name = file.File.Name,
            Path = file.File.Path,
            Length = file.File.Length,
            Sha256 = ByteString.CopyFrom(Convert.FromHexString(file.Sha256)),
            Kind = KindOf(file.File.Kind),
            Revision = file.Revision,
        };
        var id = $"{file.File.Name}/{file.Sha256}/{file.Revision}";
        return publisher.PublishAsync(Topics.FileVerified, [new OutgoingEvent<FileVerified>(id, message)], cancellationToken);
    }

    private static FileKind KindOf(ContentKind kind) => kind switch
    {
        ContentKind.Catalog => FileKind.Catalog,
        ContentKind.AudioFeatures => FileKind.AudioFeatures,
        ContentKind.MusicBrainzDump => FileKind.MusicbrainzDump,
        ContentKind.Playlists => FileKind.Playlists,
        ContentKind.AnalysisShard => FileKind.AnalysisShard,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
