namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>Takes what a parser reads, in the order of the file.</summary>
internal interface IPlaySink
{
    void Add(in ParsedPlay play);

    void AddInvalid(in InvalidRow row);

    /// <summary>Bytes of the file whose rows were given since the last call.</summary>
    void Advance(int bytes);
}

/// <summary>A row that cannot be read as a play.</summary>
/// <param name="Row">Its number within the file, from 1.</param>
/// <param name="Offset">Bytes of the file before it.</param>
internal readonly record struct InvalidRow(int Row, long Offset, string Reason);
