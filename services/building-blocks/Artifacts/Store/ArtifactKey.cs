using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SpotifyPlatform.Artifacts.Store;

/// <summary>
/// Where an artifact stands in its store: segments behind slashes, never a path of a machine. At most <see cref="MaxBytes"/> bytes of
/// UTF-8, which is what Google Cloud Storage takes, and at most <see cref="MaxSegmentBytes"/> a segment.
/// </summary>
public readonly record struct ArtifactKey
{
    public const int MaxBytes = 1024;

    /// <summary>As many as a file name has on common file systems.</summary>
    public const int MaxSegmentBytes = 255;

    private readonly string? text;

    private ArtifactKey(string text) => this.text = text;

    /// <summary>The parts between the slashes, at least one.</summary>
    public IReadOnlyList<string> Segments => ToString().Split('/');

    /// <exception cref="FormatException">The text is no key; the message says why.</exception>
    public static ArtifactKey Parse(string text) => TryParse(text, out var key, out var fault) ? key : throw new FormatException($"The text {fault}.");

    /// <param name="fault">What is wrong, as the rest of a sentence.</param>
    public static bool TryParse(string text, out ArtifactKey key, [NotNullWhen(false)] out string? fault)
    {
        fault = Fault(text);
        key = fault is null ? new ArtifactKey(text) : default;
        return fault is null;
    }

    public override string ToString() => text ?? throw new InvalidOperationException("This key was never given a value.");

    private static string? Fault(string text)
    {
        if (text.Length > MaxBytes || Encoding.UTF8.GetByteCount(text) > MaxBytes)
            return $"has more than {MaxBytes} bytes as an artifact key";
        if (text.Any(c => char.IsControl(c) || c == '\\') || !IsUnicode(text))
            return $"'{Printable(text)}' holds control characters, backslashes or broken Unicode and is no artifact key";
        foreach (var segment in text.Split('/'))
        {
            if (segment is "" or "." or "..")
                return $"'{text}' is no artifact key: it has an empty part, '.' or '..', or begins or ends with a slash";
            if (Encoding.UTF8.GetByteCount(segment) > MaxSegmentBytes)
                return $"'{text}' is no artifact key: its part '{segment}' is longer than a file name may be";
        }

        return null;
    }

    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
                return false;
        return true;
    }

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
