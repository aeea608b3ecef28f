using System.Text.RegularExpressions;

namespace SpotifyPlatform.Lake.Warehouse;

/// <summary>A table as SQL names it in both dialects: identifiers that need no quotes.</summary>
internal sealed partial record TableName
{
    /// <exception cref="FormatException">A part is no identifier.</exception>
    public TableName(string dataset, string table)
    {
        Dataset = Identifier().IsMatch(dataset) ? dataset : throw new FormatException($"'{dataset}' is no name of a data set: letters, digits and _ are.");
        Table = Identifier().IsMatch(table) ? table : throw new FormatException($"'{table}' is no name of a table: letters, digits and _ are.");
    }

    public string Dataset { get; }

    public string Table { get; }

    public override string ToString() => $"{Dataset}.{Table}";

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,199}\z")]
    private static partial Regex Identifier();
}
