using SpotifyPlatform.Engines.DerivedTables;
using SpotifyPlatform.Storage.Neighbours;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Vectorizer.Neighbours;

/// <summary>Computes the neighbours of the most popular tracks now, whether or not they are computed whenever the vectors change.</summary>
public sealed class Precomputation
{
    private readonly NeighbourRules rules;
    private readonly TableDeriver deriver;

    internal Precomputation(NeighbourRules rules, IEnumerable<DerivedTable> tables) =>
        (this.rules, deriver) = (rules, tables.Single(table => table.Deriver.Table == NeighbourTable.Name).Deriver);

    public DerivedStatus Status => deriver.Status;

    /// <param name="seeds">Number of most popular tracks; null for the configured number.</param>
    public Task<DerivedStatus> RunAsync(int? seeds, CancellationToken cancellationToken)
    {
        rules.Enable(seeds);
        return deriver.DeriveAsync(cancellationToken);
    }
}
