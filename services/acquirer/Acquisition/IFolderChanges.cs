namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>Reports that something below the folder changed. A hint only: some file systems report nothing, so the folder is rescanned anyway.</summary>
internal interface IFolderChanges
{
    /// <summary>Completes once something changed since the last call.</summary>
    Task WaitAsync(CancellationToken cancellationToken);
}
