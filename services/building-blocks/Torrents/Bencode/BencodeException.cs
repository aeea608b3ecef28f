namespace SpotifyPlatform.Torrents.Bencode;

/// <summary>The bytes are no bencode, or exceed a limit.</summary>
public sealed class BencodeException(int offset, string problem) : FormatException($"Byte {offset}: {problem}.")
{
    /// <summary>Where in the input.</summary>
    public int Offset { get; } = offset;
}
