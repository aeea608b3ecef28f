using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>Announces verified files to the pipeline. Idempotent: a repeated announcement changes nothing.</summary>
internal interface IVerifiedFilePublisher
{
    /// <exception cref="ArtifactChangedException">The file has other content than its hash says by now.</exception>
    Task PublishAsync(VerifiedFile file, CancellationToken cancellationToken);

    /// <summary>Tells that a file that was announced has gone bad.</summary>
    Task WithdrawAsync(WithdrawnFile file, CancellationToken cancellationToken);
}
