namespace SpotifyPlatform.Storage;

/// <summary>Loads whole tables into a warehouse that keeps copies of its own.</summary>
public interface IWarehouseTableLoader
{
    /// <summary>Replaces the rows of a table at once; nothing is done where the same content is there.</summary>
    /// <returns>False where it was there already.</returns>
    /// <exception cref="InvalidDataException">A file is refused, or another number of rows arrived.</exception>
    /// <exception cref="StoreRefusedException">The warehouse keeps no copies, or refuses.</exception>
    Task<bool> LoadAsync(WarehouseTableFiles table, CancellationToken cancellationToken);
}

/// <summary>A table as Parquet files.</summary>
/// <param name="Columns">Names, and whether each is text, a double or a 64-bit integer.</param>
/// <param name="Content">Hexadecimal: the same for the same rows in the same files.</param>
public sealed record WarehouseTableFiles(string Name, IReadOnlyList<(string Name, WarehouseColumnType Type)> Columns, string Content, IReadOnlyList<(string Path, long Rows)> Files)
{
    public long Rows => Files.Sum(file => file.Rows);
}

public enum WarehouseColumnType
{
    Text,
    Real,
    WholeNumber,
}
