namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>Why a zstd stream was refused.</summary>
public enum ZstdFault
{
    /// <summary>The first bytes are not those of a zstd frame.</summary>
    NotZstd,

    /// <summary>Whole frames are followed by bytes that begin no frame.</summary>
    TrailingGarbage,

    /// <summary>The input ended inside a frame.</summary>
    Truncated,

    /// <summary>A block does not decode.</summary>
    Corrupt,

    /// <summary>A frame decoded, but its content's checksum differs.</summary>
    ChecksumMismatch,

    /// <summary>The frame asks for a larger window than the reader allows.</summary>
    WindowTooLarge,

    /// <summary>The frame needs a dictionary.</summary>
    DictionaryNeeded,

    /// <summary>The frame uses what this libzstd does not know.</summary>
    Unsupported,

    /// <summary>libzstd could not allocate its window.</summary>
    OutOfMemory,
}
