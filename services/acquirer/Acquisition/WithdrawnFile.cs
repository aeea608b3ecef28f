namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>An announced file that has other bytes by now, though nobody put another file in its place.</summary>
/// <param name="Announced">What the slot's file was.</param>
/// <param name="FoundSha256">What it is now, lower-case hexadecimal.</param>
/// <param name="HasOneContent">It is a torrent's, and can have no newer content.</param>
/// <param name="Revision">Higher than that of the announcement.</param>
internal sealed record WithdrawnFile(LedgerEntry Announced, string FoundSha256, long Revision, bool HasOneContent = false)
{
    /// <summary>A sentence for the operator.</summary>
    public string Reason =>
        $"{Announced.Name} has the SHA-256 {FoundSha256}, but {Announced.Sha256} was announced, " + (HasOneContent
            ? "and a torrent's file has no other content: it was damaged or overwritten. The acquirer, or platform acquire, gets its bad pieces from peers; the next scan announces it again."
            : "and its time of writing has not changed since: the disk is damaged, or a program wrote past the file system. Put the file back from where it came; the next scan announces it again.");
}
