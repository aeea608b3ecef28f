
namespace SpotifyPlatform.Tables.Deriving;

/// <summary>What a service knows of a table that it owns.</summary>
public interface IDerivedTable
{
    /// <summary>The table's name.</summary>
    string Name { get; }

    /// <summary>Which generation the table should have, given its inputs as they are now.</summary>
    Task<WantedTable> WantAsync(CancellationToken cancellationToken);

    /// <summary>Writes the rows of one unit of a plan; the writer is completed by the caller. The rows depend on the plan and its inputs alone.</summary>
    /// <param name="rows">Told how many rows of the source are done.</param>
    /// <exception cref="TableRefusedException">An input cannot be read, whatever is tried.</exception>
    Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken);

    /// <summary>Counts of the whole table that no unit knows; they depend on its rows alone.</summary>
    IReadOnlyDictionary<string, long> Summarize(Table whole, CancellationToken cancellationToken) => new Dictionary<string, long>();
}
