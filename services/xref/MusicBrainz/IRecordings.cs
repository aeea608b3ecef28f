using SpotifyPlatform.Music;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>The recordings and ISRCs of the one dump that is in force.</summary>
internal interface IRecordings
{
    /// <summary>The dump in force, or null before the first.</summary>
    DumpHeader? Current();

    /// <summary>Puts a dump in the place of the one in force, in one step: readers see the old one until the new one is whole.</summary>
    /// <param name="read">Writes the dump's rows; nothing changes when it throws.</param>
    Task ReplaceAsync(DumpHeader dump, Action<IRecordingWriter> read, CancellationToken cancellationToken);

    /// <summary>The recordings of each ISRC.</summary>
    ILookup<Isrc, Recording> Find(IReadOnlyCollection<Isrc> isrcs);

    /// <summary>How far the tracks that came before the dump in force are matched against it; at the beginning when it is replaced.</summary>
    RematchProgress Progress();

    Task SaveProgressAsync(RematchProgress progress, CancellationToken cancellationToken);
}

/// <param name="Through">The last track that is matched; null before the first, and when all are.</param>
internal sealed record RematchProgress(TrackId? Through, bool Finished);

/// <summary>Takes the rows of a dump. Rows that came before are ignored.</summary>
internal interface IRecordingWriter
{
    void Add(int recordingId, Isrc isrc);

    void Add(Recording recording);
}
