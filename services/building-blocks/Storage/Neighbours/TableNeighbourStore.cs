using SpotifyPlatform.Music;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Storage.Neighbours;

/// <summary>Neighbours of the current generation of their table, as long as it was made of the vectors that are current.</summary>
/// <param name="vectors">Table vectors.</param>
public sealed class TableNeighbourStore(CurrentTable neighbours, CurrentTable vectors) : INeighbourStore
{
    public async Task<SeedNeighbours?> GetAsync(TrackId seed, CancellationToken cancellationToken)
    {
        var current = await CurrentVectorsAsync(cancellationToken).ConfigureAwait(false);
        return await neighbours.ReadAsync(
            table => table is not null && IsOf(table, current) && table.TryFind(seed.ToKey(), NeighbourTable.Read, out var found) ? new SeedNeighbours(seed, found!) : null,
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var current = await CurrentVectorsAsync(cancellationToken).ConfigureAwait(false);
        return await neighbours.ReadAsync(table => table is not null && IsOf(table, current) ? table.Manifest.Rows : 0, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<string?> CurrentVectorsAsync(CancellationToken cancellationToken) => vectors.ReadAsync(table => table?.Manifest.ContentSha256, cancellationToken);

    private static bool IsOf(Table table, string? vectors) => table.Manifest.Plan.Inputs[NeighbourTable.Vectors] == vectors;
}
