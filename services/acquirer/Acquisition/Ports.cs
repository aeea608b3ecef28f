namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>What was verified before.</summary>
internal interface IFileLedger
{
    /// <summary>The entry of a name, or null.</summary>
    LedgerEntry? Find(string name);

    Task PutAsync(LedgerEntry entry, CancellationToken cancellationToken);
}

/// <param name="Sha256">Lower-case hexadecimal.</param>
internal sealed record LedgerEntry(string Name, long Length, long ModifiedTicks, string Sha256, int Revision);

/// <summary>Tells the pipeline of a verified file; telling it again changes nothing.</summary>
internal interface IVerifiedFiles
{
    Task PublishAsync(VerifiedFile file, CancellationToken cancellationToken);
}
