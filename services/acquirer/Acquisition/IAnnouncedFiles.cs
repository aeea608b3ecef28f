namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>What is announced of the data set, by whichever instance: the ledger knows only what its own instance has read.</summary>
internal interface IAnnouncedFiles
{
    /// <summary>The newest announcement or withdrawal of each slot.</summary>
    Task<IReadOnlyCollection<AnnouncedFile>> ListAsync(CancellationToken cancellationToken);
}

/// <param name="Sha256">Lower-case hexadecimal; of a file that was withdrawn, what its damaged bytes hash to.</param>
internal sealed record AnnouncedFile(string Slot, string Name, long Length, string Sha256, long Revision, bool IsWithdrawn = false);
