using System.Buffers;

namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>Validates JSON strings byte by byte: no control characters, valid escapes, UTF-8.</summary>
internal static class StringCheck
{
    /// <summary>The bytes that end a run of plain text in a string.</summary>
    public static readonly SearchValues<byte> Stops = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Where(b => b is < 0x20 or '"' or '\\' or >= 0x80).Select(b => (byte)b)]);

    public static bool IsFault(StringState state) => state >= StringState.FaultControl;

    public static RefusalReason Reason(StringState fault) => fault switch
    {
        StringState.FaultControl => RefusalReason.ControlCharacter,
        StringState.FaultNul => RefusalReason.NulByte,
        StringState.FaultEscape => RefusalReason.BadEscape,
        StringState.FaultUtf8 => RefusalReason.InvalidUtf8,
        _ => RefusalReason.None,
    };

    /// <summary>The state after one more byte of a string that is not closed.</summary>
    public static StringState Next(StringState state, byte b) => state switch
    {
        StringState.Body => Plain(b),
        StringState.Escape => b switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' => StringState.Body,
            (byte)'u' => StringState.Hex4,
            _ => StringState.FaultEscape,
        },
        StringState.Hex4 => char.IsAsciiHexDigit((char)b) ? StringState.Hex3 : StringState.FaultEscape,
        StringState.Hex3 => char.IsAsciiHexDigit((char)b) ? StringState.Hex2 : StringState.FaultEscape,
        StringState.Hex2 => char.IsAsciiHexDigit((char)b) ? StringState.Hex1 : StringState.FaultEscape,
        StringState.Hex1 => char.IsAsciiHexDigit((char)b) ? StringState.Body : StringState.FaultEscape,
        StringState.Tail1 => b is >= 0x80 and <= 0xBF ? StringState.Body : StringState.FaultUtf8,
        StringState.Tail2 => b is >= 0x80 and <= 0xBF ? StringState.Tail1 : StringState.FaultUtf8,
        StringState.Tail3 => b is >= 0x80 and <= 0xBF ? StringState.Tail2 : StringState.FaultUtf8,
        StringState.AfterE0 => b is >= 0xA0 and <= 0xBF ? StringState.Tail1 : StringState.FaultUtf8,
        StringState.AfterEd => b is >= 0x80 and <= 0x9F ? StringState.Tail1 : StringState.FaultUtf8,
        StringState.AfterF0 => b is >= 0x90 and <= 0xBF ? StringState.Tail2 : StringState.FaultUtf8,
        StringState.AfterF4 => b is >= 0x80 and <= 0x8F ? StringState.Tail2 : StringState.FaultUtf8,
        _ => throw new InvalidOperationException("A closed or faulty string takes no more bytes."),
    };

    private static StringState Plain(byte b) => b switch
    {
        (byte)'"' => StringState.Closed,
        (byte)'\\' => StringState.Escape,
        0 => StringState.FaultNul,
        < 0x20 => StringState.FaultControl,
        < 0x80 => StringState.Body,
        < 0xC2 => StringState.FaultUtf8,
        <= 0xDF => StringState.Tail1,
        0xE0 => StringState.AfterE0,
        0xED => StringState.AfterEd,
        <= 0xEF => StringState.Tail2,
        0xF0 => StringState.AfterF0,
        <= 0xF3 => StringState.Tail3,
        0xF4 => StringState.AfterF4,
        _ => StringState.FaultUtf8,
    };
}
