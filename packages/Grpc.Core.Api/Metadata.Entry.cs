using System.Buffers;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>
    /// Mirrors <c>Grpc.Core.Metadata.Entry</c>: one header, either ASCII text or, with a key that ends in
    /// <see cref="BinaryHeaderSuffix"/>, bytes.
    /// </summary>
    public class Entry
    {
        private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

        private readonly string? _value;
        private readonly byte[]? _valueBytes;

        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = NormalizeKey(key);
            if (!IsBinary)
                throw new ArgumentException($"The key of a binary entry ends in {BinaryHeaderSuffix}.", nameof(key));

            _valueBytes = (byte[])valueBytes.Clone();
        }

        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = NormalizeKey(key);
            if (IsBinary)
                throw new ArgumentException($"Only the key of a binary entry ends in {BinaryHeaderSuffix}.", nameof(key));

            _value = value;
        }

        public string Key { get; }

        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>The text of the entry. Throws for a binary entry.</summary>
        public string Value => _value ?? throw new InvalidOperationException($"The metadata entry {Key} is binary.");

        /// <summary>A copy of the bytes of the entry, those of its text in ASCII where it is not binary.</summary>
        public byte[] ValueBytes => _value is null ? (byte[])_valueBytes!.Clone() : Encoding.ASCII.GetBytes(_value);

        public override string ToString() => _value is null
            ? $"[Entry: key={Key}, valueBytes={Convert.ToHexString(_valueBytes!)}]"
            : $"[Entry: key={Key}, value={_value}]";

        internal bool HasKey(string key) => Key.Equals(key, StringComparison.OrdinalIgnoreCase);

        private static string NormalizeKey(string key)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            var normalized = key.ToLowerInvariant();
            if (normalized.AsSpan().ContainsAnyExcept(KeyCharacters))
                throw new ArgumentException($"The metadata key {key} has characters besides letters, digits, '.', '_' and '-'.", nameof(key));

            return normalized;
        }
    }
}
