using System.Text;

namespace SpotifyPlatform.Embedding;

/// <summary>
/// Feature hashing (Weinberger and others, 2009) of words and their character n-grams of length 3 and 4, without a model: texts that share words
/// or parts of words have similar vectors.
/// <para>
/// A word is a run of letters and digits, in lower case. It is counted with weight 2 as a whole and with weight 1 for each n-gram, including the
/// boundary marks <c>&lt;</c> and <c>&gt;</c>, as in fastText. An n-gram is hashed by FNV-1a over its code points and the MurmurHash3 finaliser; the
/// upper half selects the dimension, the lowest bit the sign. Integer counts are normalised at the end, so every machine computes the same bits.
/// </para>
/// </summary>
public sealed class HashedNGramEmbedder(int dimensions) : IEmbedder
{
    private const int MinGram = 3;
    private const int MaxGram = 4;
    private const int WordWeight = 2;

    public int Dimensions => dimensions;

    public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<float[]>>([.. texts.Select(Embed)]);

    private float[] Embed(string text)
    {
        var counts = new int[dimensions];
        if (dimensions == 0)
            return [];
        var word = new List<int> { '<' };
        foreach (var rune in text.EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune))
                word.Add(Rune.ToLowerInvariant(rune).Value);
            else
                EndWord(word, counts);
        EndWord(word, counts);
        return Normalize(counts);
    }

    /// <summary>Counts the word, which starts with its boundary mark, and resets the list to that mark.</summary>
    private static void EndWord(List<int> word, int[] counts)
    {
        if (word.Count > 1)
        {
            word.Add('>');
            Count(word, 0, word.Count, WordWeight, counts);
            for (var length = MinGram; length <= MaxGram; length++)
                for (var start = 0; start + length <= word.Count; start++)
                    Count(word, start, length, 1, counts);
        }

        word.RemoveRange(1, word.Count - 1);
    }

    private static void Count(List<int> word, int start, int length, int weight, int[] counts)
    {
        var hash = 14695981039346656037UL;
        for (var i = start; i < start + length; i++)
            for (var shift = 0; shift < 24; shift += 8)
                hash = (hash ^ (byte)(word[i] >> shift)) * 1099511628211UL;
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        hash ^= hash >> 33;
        counts[(hash >> 32) * (ulong)counts.Length >> 32] += (hash & 1) == 0 ? weight : -weight;
    }

    private static float[] Normalize(int[] counts)
    {
        var length = Math.Sqrt(counts.Sum(c => (double)c * c));
        return Array.ConvertAll(counts, c => length == 0 ? 0 : (float)(c / length));
    }
}
