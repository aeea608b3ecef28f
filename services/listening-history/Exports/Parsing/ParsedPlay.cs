using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>A row of an export with its types.</summary>
internal struct ParsedPlay
{
    /// <summary>End of the play, Unix seconds.</summary>
    public long Ts;

    /// <summary>Milliseconds, never negative.</summary>
    public long MsPlayed;

    /// <summary>Unix milliseconds; 0 where there is none.</summary>
    public long OfflineTimestampMs;

    public Title Title;
    public Label? Platform;
    public Label? ConnCountry;
    public Label? ReasonStart;
    public Label? ReasonEnd;

    /// <summary>Its index within the file, from 0.</summary>
    public int Index;

    public PlayFlags Flags;
    public PlaySource Source;
}
