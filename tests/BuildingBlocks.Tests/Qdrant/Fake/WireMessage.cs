using Google.Protobuf;

namespace SpotifyPlatform.BuildingBlocks.Tests.Qdrant.Fake;

/// <summary>
/// A protobuf message decoded by field numbers and wire types, without generated code. The reader passes the numbers of the published message; a field
/// with another number is an error of the sender.
/// </summary>
internal sealed class WireMessage
{
    private readonly List<(int Number, object Value)> fields;

    private WireMessage(List<(int, object)> fields) => this.fields = fields;

    /// <exception cref="WireFault">A field has an unknown number, or the bytes are not a message.</exception>
    public static WireMessage Read(ByteString bytes, params int[] known)
    {
        var input = bytes.CreateCodedInput();
        var found = new List<(int Number, object Value)>();
        uint tag;
        while ((tag = input.ReadTag()) != 0)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            if (!known.Contains(number))
                throw new WireFault($"field {number} is unknown; the published message has {string.Join(", ", known)}");
            found.Add((number, WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => input.ReadUInt64(),
                WireFormat.WireType.Fixed64 => input.ReadDouble(),
                WireFormat.WireType.Fixed32 => input.ReadFloat(),
                WireFormat.WireType.LengthDelimited => input.ReadBytes(),
                var other => throw new WireFault($"field {number} has wire type {other}"),
            }));
        }

        return new WireMessage(found);
    }

    public bool Has(int number) => fields.Exists(field => field.Number == number);

    public ulong Integer(int number) => One<ulong>(number);

    public bool Bool(int number) => One<ulong>(number) == 1;

    public double Double(int number) => One<double>(number);

    public float Float(int number) => One<float>(number);

    public string Text(int number) => One<ByteString>(number).ToStringUtf8();

    public IEnumerable<string> Texts(int number) => All<ByteString>(number).Select(t => t.ToStringUtf8());

    public WireMessage Message(int number, params int[] known) => Read(One<ByteString>(number), known);

    public IReadOnlyList<WireMessage> Messages(int number, params int[] known) => [.. All<ByteString>(number).Select(m => Read(m, known))];

    public ByteString Bytes(int number) => One<ByteString>(number);

    public IEnumerable<ByteString> AllBytes(int number) => All<ByteString>(number);

    /// <summary>Packed, as proto3 writes numbers.</summary>
    public float[] Floats(int number)
    {
        var input = One<ByteString>(number).CreateCodedInput();
        var floats = new List<float>();
        while (!input.IsAtEnd)
            floats.Add(input.ReadFloat());
        return [.. floats];
    }

    private T One<T>(int number) => All<T>(number) is [.., var last] ? last : throw new WireFault($"field {number} is missing");

    private List<T> All<T>(int number) =>
        [.. fields.Where(field => field.Number == number).Select(field => field.Value is T typed ? typed : throw new WireFault($"field {number} has another wire type than {typeof(T).Name}"))];
}

internal sealed class WireFault(string message) : Exception(message);
