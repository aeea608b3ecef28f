namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>Why a zstd stream cannot be decoded.</summary>
public enum ZstdFault
{
    /// <summary>The first bytes are not those of a zstd frame.</summary>
    NotZstd,

    /// <summary>Whole frames are followed by other bytes.</summary>
    TrailingGarbage,

    /// <summary>The input ended inside a frame.</summary>
    Truncated,

    /// <summary>A block cannot be decoded.</summary>
    Corrupt,

    /// <summary>The content of a frame does not match its checksum.</summary>
    ChecksumMismatch,

    /// <summary>The frame asks for a larger window than the reader allows.</summary>
    WindowTooLarge,

    /// <summary>The frame needs a dictionary.</summary>
    DictionaryNeeded,

    /// <summary>The frame uses a feature that the decoder does not know.</summary>
    Unsupported,

    /// <summary>The window could not be allocated.</summary>
    OutOfMemory,
}
