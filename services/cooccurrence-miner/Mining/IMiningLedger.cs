using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Rules;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>Progress of the current run.</summary>
internal interface IMiningLedger
{
    /// <summary>The current run, or null.</summary>
    PlannedRun? Current();

    /// <summary>Starts a run and discards the current one.</summary>
    Task BeginAsync(PlannedRun run, CancellationToken cancellationToken);

    /// <summary>Records a mined range. Idempotent; a range of another run is ignored.</summary>
    Task RecordAsync(string run, int number, MinedRange range, CancellationToken cancellationToken);

    /// <summary>The mined ranges of the current run, by number.</summary>
    IReadOnlyDictionary<int, MinedRange> Mined();

    /// <summary>Ends the current run.</summary>
    Task EndAsync(CancellationToken cancellationToken);
}

/// <summary>A run whose ranges were published.</summary>
/// <param name="Id">Lower-case hexadecimal.</param>
/// <param name="FileSha256">Of the playlists file, lower-case hexadecimal.</param>
/// <param name="Rules">See <see cref="MiningRules.Text"/>.</param>
internal sealed record PlannedRun(string Id, string FileSha256, string Rules, int Ranges);

internal sealed record MinedRange(ArtifactReference File, RangeCounts Counts);
