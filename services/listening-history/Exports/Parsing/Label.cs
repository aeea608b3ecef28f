using System.Text;
using System.Text.Unicode;

namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>A short text that many rows share: a platform, a country, a reason.</summary>
internal sealed class Label(byte[] utf8)
{
    public string Value { get; } = Encoding.UTF8.GetString(utf8).Replace('\0', '\uFFFD');

    public ReadOnlySpan<byte> Utf8 => utf8;

    /// <summary>The store's number of the label, once it gave one. Only the store's writer touches it.</summary>
    public long StoredId { get; set; }
}

/// <summary>Labels by their bytes; cleared when it is full.</summary>
internal sealed class LabelTable
{
    private const int MaxLabels = 1 << 14;
    private readonly Dictionary<ulong, Label> labels = [];

    /// <summary>The label; null where the text is not UTF-8.</summary>
    /// <param name="last">The label that the same field had last, which it mostly has again.</param>
    public Label? Get(ReadOnlySpan<byte> utf8, ref Label? last)
    {
        if (last is not null && last.Utf8.SequenceEqual(utf8))
            return last;
        var hash = Utf8Hash.Of(utf8);
        if (labels.TryGetValue(hash, out var found) && found.Utf8.SequenceEqual(utf8))
            return last = found;
        if (!Utf8.IsValid(utf8))
            return null;
        if (labels.Count >= MaxLabels)
            labels.Clear();
        return last = labels[hash] = new Label(utf8.ToArray());
    }
}
