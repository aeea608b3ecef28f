namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>
/// The full JSON grammar over the bytes outside strings, for <see cref="ExtractionOptions.Strict"/>. The caller checks bracket types
/// and depth.
/// </summary>
internal sealed class Grammar
{
    private enum Expect
    {
        Value,
        ValueOrEnd,
        Key,
        KeyOrEnd,
        Colon,
        CommaOrEnd,
        Scalar,
    }

    private Expect expect;
    private ScalarToken scalar;

    public void Begin() => expect = Expect.Value;

    /// <summary>Whether the grammar allows this byte next. The bytes of a string after its opening quote are not passed.</summary>
    public bool Allows(byte b, bool inObject)
    {
        if (expect == Expect.Scalar)
        {
            if (scalar.TryTake(b))
                return true;
            if (!scalar.IsWhole)
                return false;
            expect = Expect.CommaOrEnd;
        }

        if (b is (byte)' ' or (byte)'\t' or (byte)'\r')
            return true;
        return expect switch
        {
            Expect.Value => Value(b),
            Expect.ValueOrEnd => b == ']' ? End() : Value(b),
            Expect.Key => b == '"' && Then(Expect.Colon),
            Expect.KeyOrEnd => b == '}' ? End() : b == '"' && Then(Expect.Colon),
            Expect.Colon => b == ':' && Then(Expect.Value),
            _ => b switch
            {
                (byte)',' => Then(inObject ? Expect.Key : Expect.Value),
                (byte)'}' or (byte)']' => End(),
                _ => false,
            },
        };
    }

    private bool Value(byte b) => b switch
    {
        (byte)'"' => Then(Expect.CommaOrEnd),
        (byte)'{' => Then(Expect.KeyOrEnd),
        (byte)'[' => Then(Expect.ValueOrEnd),
        _ => ScalarToken.TryBegin(b, out scalar) && Then(Expect.Scalar),
    };

    private bool End() => Then(Expect.CommaOrEnd);

    private bool Then(Expect next)
    {
        expect = next;
        return true;
    }
}
