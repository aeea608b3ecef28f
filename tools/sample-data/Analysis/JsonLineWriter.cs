using System.Text;

namespace SpotifyPlatform.SampleData.Analysis;

/// <summary>Writes one line of JSON field by field, without spaces.</summary>
internal sealed class JsonLineWriter
{
    private byte[] bytes = new byte[65_536];
    private int length;
    private bool comma;

    /// <summary>Whether numbers without a fraction print as <c>1.0</c>.</summary>
    public bool WholeHasPoint { get; set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    public void Clear()
    {
        length = 0;
        comma = false;
    }

    public JsonLineWriter Name(ReadOnlySpan<byte> name)
    {
        Separate();
        Reserve(name.Length + 3);
        bytes[length++] = (byte)'"';
        name.CopyTo(bytes.AsSpan(length));
        length += name.Length;
        bytes[length++] = (byte)'"';
        bytes[length++] = (byte)':';
        comma = false;
        return this;
    }

    public JsonLineWriter Name(string name) => Name(Encoding.ASCII.GetBytes(name));

    public JsonLineWriter Open(char bracket)
    {
        Separate();
        Raw(bracket);
        comma = false;
        return this;
    }

    public JsonLineWriter Close(char bracket)
    {
        Raw(bracket);
        comma = true;
        return this;
    }

    public JsonLineWriter Value(AnalysisNumber figure)
    {
        Separate();
        Reserve(32);
        length += figure.Format(bytes.AsSpan(length), WholeHasPoint);
        return this;
    }

    /// <summary>Text without characters that need escaping.</summary>
    public JsonLineWriter Value(ReadOnlySpan<byte> plain)
    {
        Separate();
        Reserve(plain.Length + 2);
        bytes[length++] = (byte)'"';
        plain.CopyTo(bytes.AsSpan(length));
        length += plain.Length;
        bytes[length++] = (byte)'"';
        return this;
    }

    public void EndLine() => Raw('\n');

    private void Separate()
    {
        if (comma)
            Raw(',');
        comma = true;
    }

    private void Raw(char c)
    {
        Reserve(1);
        bytes[length++] = (byte)c;
    }

    private void Reserve(int more)
    {
        if (length + more > bytes.Length)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + more));
    }
}
