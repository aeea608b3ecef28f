namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>The kind of a JSON value in the file.</summary>
internal enum RawKind : byte
{
    Missing,
    Null,
    Text,

    /// <summary>Text that had escapes; it is unescaped in <see cref="RawRow.Scratch"/>.</summary>
    Unescaped,
    Number,
    True,
    False,
    Composite,
}

/// <summary>The position of a value in its buffer.</summary>
internal readonly record struct RawValue(int Start, int Length, RawKind Kind);

/// <summary>The values of one row by field, not yet converted. Offsets count from the row's first byte.</summary>
internal sealed class RawRow
{
    private readonly RawValue[] values = new RawValue[PlayFields.Count];

    /// <summary>Text without escapes; a row's unescaped text is never longer than the row.</summary>
    public byte[] Scratch { get; private set; } = new byte[4096];

    public ref RawValue this[PlayField field] => ref values[(int)field];

    public void Clear() => values.AsSpan().Clear();

    /// <summary>The bytes of a text; empty where there is none.</summary>
    public ReadOnlySpan<byte> Text(PlayField field, ReadOnlySpan<byte> row)
    {
        ref readonly var value = ref values[(int)field];
        return value.Kind switch
        {
            RawKind.Text => row.Slice(value.Start, value.Length),
            RawKind.Unescaped => Scratch.AsSpan(value.Start, value.Length),
            _ => default,
        };
    }

    public Span<byte> Reserve(int used, int length)
    {
        if (Scratch.Length - used < length)
        {
            var larger = new byte[Math.Max(Scratch.Length * 2, used + length)];
            Scratch.AsSpan(0, used).CopyTo(larger);
            Scratch = larger;
        }

        return Scratch.AsSpan(used, length);
    }
}
