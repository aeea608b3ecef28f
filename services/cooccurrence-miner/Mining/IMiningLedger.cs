using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.CooccurrenceMiner.Counting;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>How far the run that is under way is.</summary>
internal interface IMiningLedger
{
    /// <summary>The run under way, or null.</summary>
    PlannedRun? Current();

    /// <summary>Begins a run in the place of whatever was under way.</summary>
    Task BeginAsync(PlannedRun run, CancellationToken cancellationToken);

    /// <summary>Keeps what a range came to; the same again changes nothing, and so does a range of another run.</summary>
    Task RecordAsync(string run, int number, MinedRange range, CancellationToken cancellationToken);

    /// <summary>The ranges of the run under way that are mined, by number.</summary>
    IReadOnlyDictionary<int, MinedRange> Mined();

    /// <summary>Nothing is under way any more.</summary>
    Task EndAsync(CancellationToken cancellationToken);
}

/// <summary>A run of which all ranges are on the bus.</summary>
/// <param name="Id">Lower-case hexadecimal.</param>
/// <param name="FileSha256">Of the playlists file, lower-case hexadecimal.</param>
/// <param name="Rules">See <see cref="MiningRules.Text"/>.</param>
internal sealed record PlannedRun(string Id, string FileSha256, string Rules, int Ranges);

internal sealed record MinedRange(ArtifactReference File, RangeCounts Counts);
