using SpotifyPlatform.Music;
using Kind = Qdrant.Client.Grpc.Value.KindOneofCase;

namespace SpotifyPlatform.Qdrant.Points;

/// <summary>Reads the fields of one point's payload; what is not of its kind is refused with the point and the field.</summary>
internal sealed class PayloadFields(TrackId point, IReadOnlyDictionary<string, Wire.Value> fields)
{
    /// <summary>More genres or artists than any track has.</summary>
    private const int MaxItems = 10_000;

    public delegate bool Parse<T>(string text, out T value);

    public bool Has(string name) => fields.TryGetValue(name, out var value) && value?.KindCase is not (null or Kind.None or Kind.NullValue);

    public string Text(string name) => Value(name, Kind.StringValue).StringValue;

    public bool Bool(string name) => Value(name, Kind.BoolValue).BoolValue;

    public int Integer(string name, int least, int most)
    {
        var value = Value(name, Kind.IntegerValue).IntegerValue;
        return value >= least && value <= most ? (int)value : throw Fault(name, $"is {value}, outside {least} to {most}");
    }

    /// <summary>A finite number of at least 0.</summary>
    public double Length(string name)
    {
        // A whole number comes back as one from servers that keep payloads as JSON.
        var length = fields.TryGetValue(name, out var value) && value?.KindCase == Kind.IntegerValue
            ? value.IntegerValue
            : Value(name, Kind.DoubleValue).DoubleValue;
        return double.IsFinite(length) && length >= 0 ? length : throw Fault(name, "is no length");
    }

    public IReadOnlyList<string> Texts(string name)
    {
        var values = Value(name, Kind.ListValue).ListValue.Values;
        if (values.Count > MaxItems || values.Any(v => v.KindCase != Kind.StringValue))
            throw Fault(name, "is no list of texts");
        return [.. values.Select(v => v.StringValue)];
    }

    public T Parsed<T>(string name, Parse<T> parse) => Parsed(name, Text(name), parse);

    public T Parsed<T>(string name, string text, Parse<T> parse) => parse(text, out var value) ? value : throw Fault(name, $"is no {typeof(T).Name}");

    private Wire.Value Value(string name, Kind kind) =>
        fields.TryGetValue(name, out var value) && value?.KindCase == kind ? value : throw Fault(name, $"is missing or no {kind}");

    private InvalidDataException Fault(string name, string reason) => new($"Qdrant's point of track {point}: {name} {reason}. Write the track again.");
}
