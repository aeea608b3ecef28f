using System.Globalization;
using System.Text;

namespace SpotifyPlatform.Benchmarks.Adversarial;

/// <summary>Generates shard texts that look real, exercise every rule and are often invalid. Equal seeds give equal texts.</summary>
internal sealed class AdversarialText(int seed)
{
    private static readonly string[] TrackKeys =
        ["duration", "tempo", "tempo_confidence", "time_signature", "key", "mode", "loudness", "num_samples", "codestring", "analysis_sample_rate", "x"];

    private static readonly string[] SectionKeys = ["start", "duration", "confidence", "key", "mode", "tempo", "time_signature", "other"];

    private static readonly string[] Numbers =
        ["0", "-0", "1", "12.5", "-3.25e-2", "1E+3", "123456789012345678", "9223372036854775808", "0.000"];

    private static readonly string[] WholeFloats = ["4.0", "-1.000", "1E+3", "4.000004e6", "1500e-2", "-0.0", "0e99", "9007199254740993.0", "9223372036854775807.0"];

    private static readonly string[] BadNumbers = ["1e999", "99999999999999999999", "01", "1.", ".5", "+1", "-", "1e", "1e+", "0x1", "NaN", "1.2.3", "--1", "1,", "tru", "nul", "True"];

    private readonly Random random = new(seed);
    private double faults;

    /// <summary>A few lines; the bytes are not always valid UTF-8.</summary>
    public byte[] Next()
    {
        var text = new MemoryStream();
        if (Chance(0.03))
            text.Write([0xEF, 0xBB, 0xBF]);
        var lines = random.Next(1, 6);
        for (var i = 0; i < lines; i++)
        {
            faults = Pick([0, 0, 0.3, 1.0]);
            text.Write(Chance(0.05) ? Encoding.UTF8.GetBytes(Space(3)) : Mutate(Encoding.UTF8.GetBytes(Line())));
            if (Chance(0.05))
                text.WriteByte((byte)'\r');
            if (i + 1 < lines || Chance(0.8))
                text.WriteByte((byte)'\n');
        }

        return text.ToArray();
    }

    /// <summary>Whether to break a rule here; half of the lines break none on purpose.</summary>
    private bool Fault(double share) => random.NextDouble() < share * faults;

    private bool Chance(double share) => random.NextDouble() < share;

    private T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private string Line()
    {
        List<string> members = ["meta", "track", "sections", "segments", "beats"];
        if (Fault(0.3))
            members.Add(Pick(members));
        if (Fault(0.3))
            members.Remove(Pick(members));
        var shuffled = Chance(0.5) ? [.. members] : members.OrderBy(_ => random.Next()).ToArray();
        var body = string.Join(Space() + "," + Space(), shuffled.Select(key => $"{Key(key)}{Space()}:{Space()}{Root(key)}"));
        return $"{Space()}{{{Space()}{body}{Space()}}}{Space()}";
    }

    private string Root(string key) => Fault(0.04) ? Value(0) : key switch
    {
        "meta" => Object([("track_id", Fault(0.04) ? Value(0) : $"\"{Id()}\""), ("analyzer_version", Fault(0.1) ? Value(1) : Text()), ("analysis_time", Number()), ("platform", Text())]),
        "track" => Object([.. TrackKeys.Where(_ => Chance(0.8)).Select(k => (k, k is "codestring" or "x" ? Value(2) : Field(k)))]),
        "sections" => Array(random.Next(4), () => Fault(0.03) ? Value(1) : Object([.. SectionKeys.Where(_ => Chance(0.8)).Select(k => (k, k == "other" ? Value(1) : Field(k)))])),
        _ => Chance(0.7) ? Array(random.Next(12), () => Object([("start", Number()), ("pitches", Array(random.Next(12), Number)), ("timbre", Array(3, Number))])) : Value(3),
    };

    private string Id() => Fault(0.1) ? Pick(["0", "000000000000000000000!", "zz00000000000000000000", "7N42dgm5tFLK9N8MT7fHC8ZZ", "\\u00300000000000000000000a1"])
        : "00" + random.Next(100_000).ToString("D20", CultureInfo.InvariantCulture);

    private string Field(string key) => Fault(0.03) ? Value(1)
        : Chance(0.05) ? "null"
        : key is "key" or "mode" or "time_signature" or "num_samples" or "analysis_sample_rate" && !Fault(0.05)
            ? Chance(0.1) ? Pick(WholeFloats) : random.Next(-1, 12).ToString(CultureInfo.InvariantCulture)
            : Number();

    private string Number() => Chance(0.7) ? random.NextDouble().ToString("0.####", CultureInfo.InvariantCulture)
        : !Fault(0.03) ? Pick(Numbers)
        : Pick(BadNumbers);

    private string Value(int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => Text(),
        1 => Number(),
        2 => Pick(["true", "false", "null"]),
        3 => "[]",
        4 => Chance(0.02) ? string.Concat(Enumerable.Repeat("[", 40)) + string.Concat(Enumerable.Repeat("]", 40)) : "{}",
        5 => Array(random.Next(6), () => Value(depth - 1)),
        _ => Object([.. Enumerable.Range(0, random.Next(5)).Select(i => (i.ToString(CultureInfo.InvariantCulture), Value(depth - 1)))]),
    };

    private string Array(int count, Func<string> item) =>
        $"[{Space()}{string.Join(Space() + "," + Space(), Enumerable.Range(0, count).Select(_ => item()))}{Space()}]";

    private string Object((string Key, string Value)[] members) =>
        $"{{{Space()}{string.Join(Space() + "," + Space(), members.Select(m => $"{Key(m.Key)}{Space()}:{Space()}{m.Value}"))}{Space()}}}";

    private string Key(string key) => Chance(0.03)
        ? "\"" + string.Concat(key.Select(c => Chance(0.5) ? $"\\u{(int)c:x4}" : c.ToString())) + "\""
        : Fault(0.02) ? Text() : $"\"{key}\"";

    private string Text()
    {
        var text = new StringBuilder("\"");
        var parts = random.Next(4);
        for (var i = 0; i < parts; i++)
        {
            text.Append(random.Next(9) switch
            {
                0 => Pick(["\\n", "\\\"", "\\\\", "\\/", "\\u0041", "\\ud83d\\ude00", "\\t"]),
                1 => Pick(["é", "漢字", "😀", "\u007f", "\u0080", "￿"]),
                2 => Pick(["{", "}", "[", "]", ",", ":", "{[}]"]),
                3 => Fault(0.1) ? Pick(["\\ud800", "\\udc00x", "\\u0000", "\\x", "\\u12g4", "\\"]) : "a",
                4 => new string('x', random.Next(200)),
                _ => new string('y', random.Next(20)),
            });
        }

        return text.Append('"').ToString();
    }

    private string Space(int most = 1) => Chance(0.9) ? "" : string.Concat(Enumerable.Range(0, random.Next(most + 2)).Select(_ => Pick([" ", "\t", "\r", "  "])));

    private byte[] Mutate(byte[] line)
    {
        if (line.Length == 0 || !Fault(0.6))
            return line;
        var bytes = line.ToList();
        var count = random.Next(1, 3);
        for (var i = 0; i < count && bytes.Count > 0; i++)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)Pick("\"\\{}[],:0-.e \t\n\0\u0001\u007f"u8.ToArray()));
                    break;
                case 3:
                    bytes.InsertRange(at, Pick<byte[]>([[0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xC3, 0xA9], [0xE2, 0x82]]));
                    break;
                case 4:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 80)));
                    break;
                case 5:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 80))));
                    break;
                default:
                    Swap(bytes);
                    break;
            }
        }

        return [.. bytes];
    }

    private void Swap(List<byte> bytes)
    {
        var places = Enumerable.Range(0, bytes.Count).Where(i => bytes[i] is (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)'"' or (byte)',').ToArray();
        if (places.Length > 0)
            bytes[Pick(places)] = Pick("{}[]\","u8.ToArray());
    }
}
