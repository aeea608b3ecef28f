namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>Announces verified files to the pipeline. Idempotent: a repeated announcement changes nothing.</summary>
internal interface IVerifiedFilePublisher
{
    Task PublishAsync(VerifiedFile file, CancellationToken cancellationToken);
}
