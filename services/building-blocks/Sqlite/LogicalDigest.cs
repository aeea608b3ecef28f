using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.Sqlite;

/// <summary>
/// A SHA-256 over the rows of tables, independent of page layout and of the order of insertion: rows in the order of all
/// their columns, values with their types. Columns named <c>*_at</c> say when, not what, and are left out.
/// </summary>
[SuppressMessage("Security", "CA2100", Justification = "Table and column names come from the schema and are quoted.")]
public static class LogicalDigest
{
    /// <summary>The digest of every table of the file, lower-case hexadecimal, and the rows that it covers.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static (string Sha256, long Rows) Of(string path)
    {
        try
        {
            return Read(path);
        }
        catch (SqliteException ex) when (SqliteFaults.Of(ex, path) is { } fault)
        {
            throw fault;
        }
    }

    private static (string Sha256, long Rows) Read(string path)
    {
        using var connection = SqliteDatabase.OpenReadOnly(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long rows = 0;
        foreach (var table in connection.Query("SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%' ORDER BY name", r => r.GetString(0)))
        {
            Append(hash, table);
            rows += AppendTable(connection, hash, table);
        }

        return (Convert.ToHexStringLower(hash.GetHashAndReset()), rows);
    }

    private static long AppendTable(SqliteConnection connection, IncrementalHash hash, string table)
    {
        var columns = connection.Query("SELECT name FROM pragma_table_info($table)", r => r.GetString(0), ("$table", table))
            .Where(name => !name.EndsWith("_at", StringComparison.Ordinal))
            .Select(name => $"\"{name}\"")
            .ToList();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(',', columns)} FROM \"{table}\" ORDER BY {string.Join(',', columns)}";
        using var reader = command.ExecuteReader();
        long rows = 0;
        for (; reader.Read(); rows++)
            for (var i = 0; i < reader.FieldCount; i++)
                Append(hash, Text(reader.GetValue(i)));
        return rows;
    }

    private static string Text(object value) => value switch
    {
        DBNull => "n",
        byte[] bytes => "b" + Convert.ToHexStringLower(bytes),
        double number => "r" + number.ToString("R", CultureInfo.InvariantCulture),
        long number => "i" + number.ToString(CultureInfo.InvariantCulture),
        _ => "t" + value,
    };

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
