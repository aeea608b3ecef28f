using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>Finds the file that a plan was made for.</summary>
internal static class PlannedInput
{
    /// <exception cref="ArtifactChangedException">A newer file was announced since; its announcement has the table derived again.</exception>
    public static async Task<InputFile> RequireAsync(this InputFiles inputs, string kind, TablePlan plan, CancellationToken cancellationToken)
    {
        var newest = await inputs.FindAsync(kind, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"No file of the kind {kind} is announced, but generation {plan.Id} of table {plan.Table} is made of one.");
        var planned = plan.Inputs[kind];
        return newest.File.Sha256 == planned
            ? newest
            : throw new ArtifactChangedException(newest.File with { Sha256 = planned }, $"was replaced by a file with SHA-256 {newest.File.Sha256}");
    }
}
