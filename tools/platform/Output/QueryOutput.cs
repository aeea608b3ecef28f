using System.Data.Common;
using System.Globalization;
using Spectre.Console;

namespace SpotifyPlatform.Platform.Output;

/// <summary>Prints the rows of statements. CSV and JSON are streamed; a table is as long as people read.</summary>
internal sealed class QueryOutput(TextWriter output, QueryFormat format)
{
    private const int MaxTableRows = 1_000;

    /// <summary>Prints each result, one behind the other.</summary>
    /// <returns>Rows printed.</returns>
    public long Write(DbDataReader reader)
    {
        var rows = 0L;
        do
        {
            if (reader.FieldCount == 0)
                continue;
            rows += format switch
            {
                QueryFormat.Csv => WriteCsv(reader),
                QueryFormat.Json => WriteJson(reader),
                _ => WriteTable(reader),
            };
        }
        while (reader.NextResult());
        return rows;
    }

    private long WriteCsv(DbDataReader reader)
    {
        var rows = 0L;
        output.WriteLine(string.Join(',', Names(reader).Select(QueryValues.CsvField)));
        for (; reader.Read(); rows++)
            output.WriteLine(string.Join(',', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : QueryValues.CsvField(QueryValues.Text(reader.GetValue(i))))));
        return rows;
    }

    private long WriteJson(DbDataReader reader)
    {
        var (rows, names) = (0L, Names(reader));
        output.Write('[');
        for (; reader.Read(); rows++)
        {
            output.WriteLine(rows == 0 ? "" : ",");
            output.Write(QueryValues.JsonRow(names, i => reader.IsDBNull(i) ? null : reader.GetValue(i)));
        }

        output.WriteLine(rows == 0 ? "]" : $"{Environment.NewLine}]");
        return rows;
    }

    private long WriteTable(DbDataReader reader)
    {
        var table = new Table();
        for (var i = 0; i < reader.FieldCount; i++)
        {
            var column = new TableColumn(Markup.Escape(reader.GetName(i)));
            table.AddColumn(QueryValues.IsNumber(reader.GetFieldType(i)) ? column.RightAligned() : column);
        }

        var rows = 0L;
        for (; rows < MaxTableRows && reader.Read(); rows++)
            table.AddRow([.. Enumerable.Range(0, reader.FieldCount).Select(i => Markup.Escape(reader.IsDBNull(i) ? "" : QueryValues.Text(reader.GetValue(i))))]);
        AnsiConsole.Write(table);
        var more = rows == MaxTableRows && reader.Read();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{rows:N0} rows{(more ? "; there are more: a LIMIT, or --format csv or json, shows them" : "")}"));
        return rows;
    }

    private static string[] Names(DbDataReader reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
}
