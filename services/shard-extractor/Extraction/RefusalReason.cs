using System.Text.Json.Serialization;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>Why a line was refused. Quarantine files and metrics use these names in snake case.</summary>
[JsonConverter(typeof(SnakeCaseNames<RefusalReason>))]
public enum RefusalReason
{
    None = 0,

    /// <summary>A byte that JSON does not allow there.</summary>
    UnexpectedByte,

    /// <summary>The line ended inside its object.</summary>
    UnfinishedLine,

    /// <summary>A raw byte below 0x20 that is not white space between tokens.</summary>
    ControlCharacter,

    /// <summary>A NUL, raw or as <c>\u0000</c> in a text column.</summary>
    NulByte,

    /// <summary>Bytes in a string that are not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>An escape that JSON does not define, or half a surrogate pair in a text column.</summary>
    BadEscape,

    /// <summary>A closing bracket of another type than the opening one.</summary>
    BracketMismatch,

    /// <summary>More nested containers than <see cref="ExtractionOptions.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>More bytes than <see cref="ExtractionOptions.MaxLineBytes"/>.</summary>
    LineTooLong,

    /// <summary>A value has more bytes than its limit.</summary>
    ValueTooLong,

    /// <summary>More sections than <see cref="ExtractionOptions.MaxSectionsPerTrack"/>.</summary>
    TooManySections,

    /// <summary>A key that is read occurs twice in one object.</summary>
    DuplicateKey,

    MissingMeta,

    MissingTrack,

    MissingTrackId,

    /// <summary><c>meta.track_id</c> is not 22 base62 characters below 2^128.</summary>
    BadTrackId,

    /// <summary>The track's id does not begin with the shard's two characters.</summary>
    ForeignTrack,

    /// <summary>An earlier line of the shard has the same id.</summary>
    DuplicateTrack,

    /// <summary>A value has another type than its column, such as 5.5 in an integer column.</summary>
    WrongType,

    /// <summary>A number that does not fit 64 bits.</summary>
    NumberOutOfRange,

    /// <summary>The input ended, or could not be decoded further, inside this line.</summary>
    CutOff,
}
