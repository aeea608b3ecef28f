using SpotifyPlatform.Music;
using Kind = Qdrant.Client.Grpc.Value.KindOneofCase;

namespace SpotifyPlatform.Qdrant.Points;

/// <summary>Reads the payload of one point. A field of the wrong type is an error that names the point and the field.</summary>
internal sealed class PayloadFields(TrackId point, IReadOnlyDictionary<string, Wire.Value> fields)
{
    /// <summary>Upper bound of genres or artists of a track.</summary>
    private const int MaxItems = 10_000;

    public delegate bool Parse<T>(string text, out T value);

    public bool Has(string name) => fields.TryGetValue(name, out var value) && value?.KindCase is not (null or Kind.None or Kind.NullValue);

    public string Text(string name) => Value(name, Kind.StringValue).StringValue;

    public bool Bool(string name) => Value(name, Kind.BoolValue).BoolValue;

    public int Integer(string name, int least, int most)
    {
        var value = Value(name, Kind.IntegerValue).IntegerValue;
        return value >= least && value <= most ? (int)value : throw Error(name, $"is {value}, outside {least} to {most}");
    }

    /// <summary>A finite number of at least 0.</summary>
    public double Length(string name)
    {
        // Servers that store payloads as JSON return a whole number as an integer.
        var length = fields.TryGetValue(name, out var value) && value?.KindCase == Kind.IntegerValue
            ? value.IntegerValue
            : Value(name, Kind.DoubleValue).DoubleValue;
        return double.IsFinite(length) && length >= 0 ? length : throw Error(name, "is not a length");
    }

    public IReadOnlyList<string> Texts(string name)
    {
        var values = Value(name, Kind.ListValue).ListValue.Values;
        if (values.Count > MaxItems || values.Any(v => v.KindCase != Kind.StringValue))
            throw Error(name, "is not a list of texts");
        return [.. values.Select(v => v.StringValue)];
    }

    public T Parsed<T>(string name, Parse<T> parse) => Parsed(name, Text(name), parse);

    public T Parsed<T>(string name, string text, Parse<T> parse) => parse(text, out var value) ? value : throw Error(name, $"is not a valid {typeof(T).Name}");

    private Wire.Value Value(string name, Kind kind) =>
        fields.TryGetValue(name, out var value) && value?.KindCase == kind ? value : throw Error(name, $"is missing or not a {kind}");

    private InvalidDataException Error(string name, string reason) => new($"Qdrant's point of track {point}: {name} {reason}. Write the track again (platform reindex).");
}
