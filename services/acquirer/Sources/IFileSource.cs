namespace SpotifyPlatform.Acquirer.Sources;

/// <summary>A place that has files of a data set: a folder, an object store, a web server, BitTorrent peers. I/O faults are <see cref="IOException"/> and transient.</summary>
internal interface IFileSource
{
    /// <summary>What an operator knows it by, without secrets.</summary>
    string Name { get; }

    /// <summary>The files that it has, in the order of their names. Names that no file of a data set can have are left out.</summary>
    /// <exception cref="InvalidDataException">The source is not what its address says; the message says why.</exception>
    Task<IReadOnlyList<SourceFile>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Brings files to their paths, replacing what is there. A fetch that was stopped or killed goes on where it was, unless the source's file is another one by now. A
    /// file of this kind of source has its name only when it is whole and has its SHA-256, where that is known; a torrent's file grows in place.
    /// </summary>
    /// <param name="progress">Told the bytes that arrive.</param>
    /// <returns>Files that could not be brought, with the reason.</returns>
    Task<IReadOnlyList<FetchFailure>> FetchAsync(IReadOnlyList<WantedFile> files, IProgress<long> progress, CancellationToken cancellationToken);
}

/// <summary>A file of a source.</summary>
/// <param name="Name">Its path within the data set, with forward slashes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Version">Changes when the file does; empty where the source does not say, and then a fetch always begins anew.</param>
/// <param name="Sha256">Lower-case hexadecimal; null where it is not known.</param>
internal sealed record SourceFile(string Name, long Length, string Version, string? Sha256 = null);

/// <param name="Path">Where the file is to be on this machine.</param>
internal sealed record WantedFile(SourceFile File, string Path);

/// <param name="Reason">A sentence for the operator.</param>
internal sealed record FetchFailure(string Name, string Reason);
