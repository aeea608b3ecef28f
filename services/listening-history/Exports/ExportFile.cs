namespace SpotifyPlatform.ListeningHistory.Exports;

/// <summary>A file of an export, in a folder or a zip.</summary>
/// <param name="Name">As people know it: the file's name, with its archive before it. Never a path of the machine.</param>
/// <param name="Set">Files of one set are parts of one list of rows: those of one folder whose names differ by their number.</param>
/// <param name="IsVideo">Whether its rows are of videos.</param>
/// <param name="Length">Bytes after decompression, as declared.</param>
/// <param name="Open">Opens it; what is read is bounded.</param>
internal sealed record ExportFile(string Name, string Set, bool IsVideo, long Length, Func<Stream> Open);

/// <summary>A file, archive or folder that is not read, and why.</summary>
/// <param name="Reason">One of a bounded set, in snake case.</param>
/// <param name="Message">What is wrong, where, and what to do.</param>
internal sealed record RefusedExport(string Name, string Reason, string Message);
