using System.Data.Common;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using SpotifyPlatform.ListeningHistory.Insights;

namespace SpotifyPlatform.ListeningHistory.Api;

/// <summary>Reads the rows of a query into messages: each column fills the field of its name, and null leaves it unset.</summary>
internal static class MessageReader
{
    /// <inheritdoc cref="IPlaysSnapshot.Read"/>
    public static IReadOnlyList<TRow> Read<TRow>(
        this IPlaysSnapshot plays, InsightStatement statement, IReadOnlyDictionary<string, object> parameters, CancellationToken cancellationToken)
        where TRow : IMessage<TRow>, new() =>
        plays.Read(statement, parameters, ReadAll<TRow>, cancellationToken);

    private static List<TRow> ReadAll<TRow>(DbDataReader reader)
        where TRow : IMessage<TRow>, new()
    {
        var fields = Enumerable.Range(0, reader.FieldCount).Select(column => Field(new TRow().Descriptor, reader.GetName(column))).ToArray();
        var rows = new List<TRow>();
        while (reader.Read())
        {
            var row = new TRow();
            for (var column = 0; column < fields.Length; column++)
            {
                if (!reader.IsDBNull(column))
                    fields[column].Accessor.SetValue(row, Convert(reader.GetValue(column), fields[column].FieldType));
            }

            rows.Add(row);
        }

        return rows;
    }

    private static FieldDescriptor Field(MessageDescriptor message, string column) =>
        message.FindFieldByName(column) ?? throw new InvalidOperationException($"{message.FullName} has no field for the column '{column}'.");

    private static object Convert(object value, FieldType type) => type switch
    {
        FieldType.Int64 => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
        FieldType.Int32 => System.Convert.ToInt32(value, CultureInfo.InvariantCulture),
        FieldType.Double => System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => Text(value),
    };

    private static string Text(object value) => value switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        _ => (string)value,
    };
}
