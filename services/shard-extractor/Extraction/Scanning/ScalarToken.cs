namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>Reads a JSON number, <c>true</c>, <c>false</c> or <c>null</c> byte by byte, across chunk boundaries.</summary>
internal struct ScalarToken
{
    private enum State : byte
    {
        Sign,
        Zero,
        Integer,
        Point,
        Fraction,
        Exponent,
        ExponentSign,
        ExponentDigits,
        Literal,
        LiteralEnd,
    }

    private State state;
    private byte word;
    private byte letter;

    /// <summary>Whether the token may end here.</summary>
    public readonly bool IsWhole =>
        state is State.Zero or State.Integer or State.Fraction or State.ExponentDigits or State.LiteralEnd;

    /// <summary>Begins with a token's first byte; false when none begins so.</summary>
    public static bool TryBegin(byte first, out ScalarToken token)
    {
        token = default;
        switch (first)
        {
            case (byte)'-':
                token.state = State.Sign;
                return true;
            case (byte)'0':
                token.state = State.Zero;
                return true;
            case >= (byte)'1' and <= (byte)'9':
                token.state = State.Integer;
                return true;
            case (byte)'t' or (byte)'f' or (byte)'n':
                token.state = State.Literal;
                token.word = first;
                token.letter = 1;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Takes one more byte; false when it does not continue the token.</summary>
    public bool TryTake(byte b)
    {
        if (state == State.Literal)
            return TryLetter(b);
        var next = Next(b);
        if (next < 0)
            return false;
        state = (State)next;
        return true;
    }

    private readonly int Next(byte b)
    {
        var digit = b is >= (byte)'0' and <= (byte)'9';
        return (int)(state switch
        {
            State.Sign when b == '0' => State.Zero,
            State.Sign when digit => State.Integer,
            State.Integer when digit => State.Integer,
            State.Zero or State.Integer when b == '.' => State.Point,
            State.Point or State.Fraction when digit => State.Fraction,
            State.Zero or State.Integer or State.Fraction when b is (byte)'e' or (byte)'E' => State.Exponent,
            State.Exponent when b is (byte)'+' or (byte)'-' => State.ExponentSign,
            State.Exponent or State.ExponentSign or State.ExponentDigits when digit => State.ExponentDigits,
            _ => (State)255,
        }) is var next and not 255 ? next : -1;
    }

    private bool TryLetter(byte b)
    {
        var text = word switch
        {
            (byte)'t' => "true"u8,
            (byte)'f' => "false"u8,
            _ => "null"u8,
        };
        if (text[letter] != b)
            return false;
        if (++letter == text.Length)
            state = State.LiteralEnd;
        return true;
    }
}
