namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>The files that were verified before.</summary>
internal interface IFileLedger
{
    /// <summary>The entry of a file name, or null.</summary>
    LedgerEntry? Find(string name);

    Task PutAsync(LedgerEntry entry, CancellationToken cancellationToken);
}

/// <param name="Sha256">Lower-case hexadecimal.</param>
internal sealed record LedgerEntry(string Name, long Length, long ModifiedTicks, string Sha256, int Revision);
