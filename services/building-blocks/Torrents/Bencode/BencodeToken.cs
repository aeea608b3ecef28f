namespace SpotifyPlatform.Torrents.Bencode;

/// <summary>What a <see cref="BencodeReader"/> stands on.</summary>
public enum BencodeToken
{
    None,
    Number,
    Text,

    /// <summary>The key of a dictionary's entry.</summary>
    Key,
    ListStart,
    DictionaryStart,

    /// <summary>Of a list or a dictionary.</summary>
    End,
}
