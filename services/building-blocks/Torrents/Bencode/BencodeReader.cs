using System.Runtime.CompilerServices;

namespace SpotifyPlatform.Torrents.Bencode;

/// <summary>
/// Reads bencode (BEP 3) token by token, without recursion and without allocations. Stricter than many readers: integers have no leading zeros, keys of a
/// dictionary are texts in ascending order of their bytes, each once, and nothing follows the value.
/// </summary>
public ref struct BencodeReader(ReadOnlySpan<byte> data)
{
    /// <summary>Lists and dictionaries within one another.</summary>
    public const int MaxDepth = 32;

    /// <summary>Digits of any 64-bit integer.</summary>
    private const int MaxDigits = 19;

    private readonly ReadOnlySpan<byte> data = data;
    private Frames frames;
    private int position;

    /// <summary>What the last call of <see cref="Read"/> found.</summary>
    public BencodeToken Token { get; private set; }

    /// <summary>The bytes of a text or a key.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    public long Number { get; private set; }

    /// <summary>The offset of the token's first byte.</summary>
    public int Start { get; private set; }

    /// <summary>The offset behind the token's last byte.</summary>
    public readonly int Position => position;

    /// <summary>Lists and dictionaries that are open.</summary>
    public int Depth { get; private set; }

    /// <summary>Reads the next token.</summary>
    /// <returns>False at the end of the whole value.</returns>
    /// <exception cref="BencodeException">The bytes are malformed, or deeper than <see cref="MaxDepth"/>.</exception>
    public bool Read()
    {
        Start = position;
        if (Depth == 0 && Token != BencodeToken.None)
            return position == data.Length ? false : throw Fault("more bytes follow the value");
        var first = Peek();
        if (Depth > 0 && first == 'e')
            return Close();
        if (Depth > 0 && frames[Depth - 1].ExpectsKey)
            return ReadKey(first);
        switch ((char)first)
        {
            case 'i':
                ReadInteger();
                break;
            case 'l' or 'd':
                Open(first == 'd');
                return true;
            default:
                Text = ReadText(first);
                Token = BencodeToken.Text;
                break;
        }

        ValueEnds();
        return true;
    }

    /// <summary>Skips what is left of the value that the reader stands on: nothing of an integer or a text, all of a list or a dictionary.</summary>
    public void Skip()
    {
        if (Token is not (BencodeToken.ListStart or BencodeToken.DictionaryStart))
            return;
        for (var depth = Depth - 1; Depth > depth;)
            Read();
    }

    private readonly BencodeException Fault(string problem) => new(position, problem);

    private readonly byte Peek() => position < data.Length ? data[position] : throw Fault("the input ends within a value");

    private void Open(bool isDictionary)
    {
        if (Depth == MaxDepth)
            throw Fault($"more than {MaxDepth} lists and dictionaries within one another");
        frames[Depth++] = new Frame { IsDictionary = isDictionary, ExpectsKey = isDictionary, KeyStart = -1 };
        position++;
        Token = isDictionary ? BencodeToken.DictionaryStart : BencodeToken.ListStart;
    }

    private bool Close()
    {
        if (frames[Depth - 1] is { IsDictionary: true, ExpectsKey: false })
            throw Fault("a key without a value");
        position++;
        Depth--;
        Token = BencodeToken.End;
        ValueEnds();
        return true;
    }

    private bool ReadKey(byte first)
    {
        if (!char.IsAsciiDigit((char)first))
            throw Fault("the key of a dictionary has to be a text");
        Text = ReadText(first);
        ref var frame = ref frames[Depth - 1];
        if (frame.KeyStart >= 0 && data.Slice(frame.KeyStart, frame.KeyLength).SequenceCompareTo(Text) >= 0)
            throw new BencodeException(Start, "the keys of a dictionary are not in ascending order, or one is there twice");
        (frame.KeyStart, frame.KeyLength, frame.ExpectsKey) = (position - Text.Length, Text.Length, false);
        Token = BencodeToken.Key;
        return true;
    }

    private void ValueEnds()
    {
        if (Depth > 0)
            frames[Depth - 1].ExpectsKey = frames[Depth - 1].IsDictionary;
    }

    private void ReadInteger()
    {
        position++;
        var isNegative = Peek() == '-';
        if (isNegative)
            position++;
        var value = ReadDigits((byte)'e');
        if (isNegative && value == 0)
            throw new BencodeException(Start, "an integer -0");
        Number = isNegative ? -value : value;
        Token = BencodeToken.Number;
    }

    private ReadOnlySpan<byte> ReadText(byte first)
    {
        if (!char.IsAsciiDigit((char)first))
            throw Fault("neither an integer, a text, a list nor a dictionary begins here");
        var length = ReadDigits((byte)':');
        if (length > data.Length - position)
            throw new BencodeException(Start, $"a text of {length} bytes, where {data.Length - position} are left");
        var text = data.Slice(position, (int)length);
        position += (int)length;
        return text;
    }

    /// <summary>Digits up to and with a terminator.</summary>
    private long ReadDigits(byte terminator)
    {
        var (start, value) = (position, 0L);
        for (; Peek() is var digit && digit != terminator; position++)
        {
            if (!char.IsAsciiDigit((char)digit))
                throw Fault("a number with a character that is no digit");
            if (position - start == MaxDigits || value > (long.MaxValue - (digit - '0')) / 10)
                throw Fault("a number beyond 64 bits");
            value = (value * 10) + digit - '0';
        }

        if (position == start)
            throw Fault("a number without digits");
        if (data[start] == '0' && position - start > 1)
            throw new BencodeException(start, "a number with a leading zero");
        position++;
        return value;
    }

    private struct Frame
    {
        public bool IsDictionary;
        public bool ExpectsKey;
        public int KeyStart;
        public int KeyLength;
    }

    [InlineArray(MaxDepth)]
    private struct Frames
    {
        private Frame first;
    }
}
