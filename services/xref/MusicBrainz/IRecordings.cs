using SpotifyPlatform.Music;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>The recordings and ISRCs of the active dump.</summary>
internal interface IRecordings
{
    /// <summary>The active dump; null before the first.</summary>
    DumpHeader? Current();

    /// <summary>Replaces the active dump atomically: readers see the old one until the new one is complete.</summary>
    /// <param name="read">Writes the dump's rows; nothing changes when it throws.</param>
    Task ReplaceAsync(DumpHeader dump, Action<IRecordingWriter> read, CancellationToken cancellationToken);

    /// <summary>The recordings of each ISRC.</summary>
    ILookup<Isrc, Recording> Find(IReadOnlyCollection<Isrc> isrcs);

    /// <summary>How far the stored tracks are matched against the active dump; reset when the dump is replaced.</summary>
    RematchProgress Progress();

    Task SaveProgressAsync(RematchProgress progress, CancellationToken cancellationToken);
}

/// <param name="Through">The last track that was matched; null before the first and after the last.</param>
internal sealed record RematchProgress(TrackId? Through, bool Finished);

/// <summary>Writes the rows of a dump. Repeated rows are ignored.</summary>
internal interface IRecordingWriter
{
    void Add(int recordingId, Isrc isrc);

    void Add(Recording recording);
}
