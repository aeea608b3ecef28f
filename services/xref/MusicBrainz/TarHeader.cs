using System.Buffers.Binary;
using System.Text;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>What an entry of a tar archive is.</summary>
internal enum TarKind
{
    File,

    /// <summary>A file whose holes are left out.</summary>
    Sparse,

    /// <summary>The name of the next entry.</summary>
    LongName,

    /// <summary>Attributes of the next entry.</summary>
    Attributes,

    /// <summary>The target of a link, or attributes of all entries: nothing that is needed.</summary>
    Ignored,

    /// <summary>A folder, a link or a device.</summary>
    Other,
}

/// <summary>The header of an entry, a block of 512 bytes.</summary>
internal readonly record struct TarHeader(string Name, long Size, TarKind Kind)
{
    private const int NameBytes = 100;
    private const int ChecksumAt = 148;
    private const int ChecksumBytes = 8;
    private const int MaxShown = 100;

    /// <summary>For messages.</summary>
    public string ShortName => string.Concat(Name.Take(MaxShown).Select(c => char.IsControl(c) ? '?' : c));

    /// <exception cref="InvalidDataException">The checksum or the size is wrong.</exception>
    public static TarHeader Parse(ReadOnlySpan<byte> block)
    {
        if (!TryNumber(block.Slice(ChecksumAt, ChecksumBytes), out var expected) || !IsSum(block, expected))
            throw new InvalidDataException("The archive has a damaged header: its checksum is wrong.");
        if (!TryNumber(block.Slice(124, 12), out var size))
            throw new InvalidDataException("The archive has a header whose size is no number.");
        var type = (char)block[156];
        var kind = type switch
        {
            '0' or '\0' or '7' => TarKind.File,
            'S' => TarKind.Sparse,
            'L' => TarKind.LongName,
            'x' => TarKind.Attributes,
            'K' or 'g' => TarKind.Ignored,
            _ => TarKind.Other,
        };
        var name = Text(block[..NameBytes]);
        var prefix = block.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Text(block.Slice(345, 155)) : "";
        // A hard link states the size of its target, whose bytes are elsewhere.
        return new TarHeader(prefix.Length > 0 ? $"{prefix}/{name}" : name, type == '1' ? 0 : size, kind);
    }

    /// <summary>Text up to the first NUL.</summary>
    public static string Text(ReadOnlySpan<byte> field) => Encoding.UTF8.GetString(field.IndexOf((byte)0) is var end and >= 0 ? field[..end] : field);

    /// <summary>Octal digits, or with the highest bit a number in base 256.</summary>
    private static bool TryNumber(ReadOnlySpan<byte> field, out long number)
    {
        number = 0;
        if (field[0] >= 0x80)
        {
            // Of 12 bytes the last 8 hold any number that a file has; a negative one has all bits set.
            number = BinaryPrimitives.ReadInt64BigEndian(field[^8..]);
            return field[0] == 0x80 && !field[1..^8].ContainsAnyExcept((byte)0) && number >= 0;
        }

        var digits = field.Trim(" \0"u8);
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
                return false;
            number = number << 3 | (uint)(digit - '0');
        }

        return true;
    }

    /// <summary>The sum of all bytes, those of the checksum taken as spaces; old programs summed signed bytes.</summary>
    private static bool IsSum(ReadOnlySpan<byte> block, long expected)
    {
        var (unsigned, signed) = (0L, 0L);
        for (var i = 0; i < block.Length; i++)
        {
            var octet = i is >= ChecksumAt and < ChecksumAt + ChecksumBytes ? (byte)' ' : block[i];
            unsigned += octet;
            signed += (sbyte)octet;
        }

        return expected == unsigned || expected == signed;
    }
}
