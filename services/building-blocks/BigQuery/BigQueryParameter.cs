using System.Collections;
using System.Globalization;
using SpotifyPlatform.BigQuery.Data;

namespace SpotifyPlatform.BigQuery;

/// <summary>A value of a query's <c>@name</c>.</summary>
/// <param name="name">Without <c>@</c>.</param>
/// <param name="type">Of the value, or of the items of an array; null to take it from the value.</param>
/// <param name="value">Null, a value, or a list of values.</param>
public sealed class BigQueryParameter(string name, BigQueryDbType? type, object? value)
{
    public string Name { get; } = name;

    public object? Value { get; } = value;

    internal QueryParameter ToResource()
    {
        var isArray = Value is IEnumerable and not (string or byte[]);
        var wire = (type ?? TypeOf(Value, isArray)).ToWire();
        return isArray
            ? new QueryParameter(
                Name,
                new QueryParameterType("ARRAY") { ArrayType = new QueryParameterType(wire) },
                new QueryParameterValue { ArrayValues = [.. ((IEnumerable)Value!).Cast<object?>().Select(item => new QueryParameterValue { Value = Text(item) })] })
            : new QueryParameter(Name, new QueryParameterType(wire), new QueryParameterValue { Value = Text(Value) });
    }

    private BigQueryDbType TypeOf(object? value, bool isArray)
    {
        if (value is null)
            throw new ArgumentException($"Parameter {Name} is null and needs a BigQueryDbType.");
        var list = value.GetType();
        return BigQueryDbTypes.Of(
            !isArray ? list
            : list.GetElementType() ?? list.GetInterfaces().Append(list).FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GenericTypeArguments[0] ?? list);
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture),
        DateTime time => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
