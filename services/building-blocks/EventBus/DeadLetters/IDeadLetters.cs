namespace SpotifyPlatform.EventBus;

/// <summary>What groups have refused and nobody has mended yet, for people who look after the pipeline.</summary>
public interface IDeadLetters
{
    /// <summary>The open dead letters of all groups, newest first.</summary>
    Task<IReadOnlyList<DeadLetter>> ListAsync(CancellationToken cancellationToken);

    /// <summary>A letter with the record that was refused; null when it is mended by now.</summary>
    Task<DeadLetterContent?> FindAsync(DeadLetter letter, CancellationToken cancellationToken);

    /// <summary>
    /// Appends refused records to their topics again, under their ids. A letter stays open until its group has handled the
    /// record. A record of a compacted topic whose key has a newer one is left out: the newer one mends it.
    /// </summary>
    /// <returns>The letters whose records were appended.</returns>
    Task<IReadOnlyList<DeadLetter>> ReplayAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancellationToken);
}
