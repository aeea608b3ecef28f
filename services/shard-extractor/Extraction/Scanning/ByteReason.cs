namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>The refusal reason of a byte that is not allowed outside strings.</summary>
internal static class ByteReason
{
    public static RefusalReason Of(byte b) => b switch
    {
        0 => RefusalReason.NulByte,
        (byte)'\n' => RefusalReason.UnfinishedLine,
        < 0x20 and not ((byte)'\t' or (byte)'\r') => RefusalReason.ControlCharacter,
        _ => RefusalReason.UnexpectedByte,
    };
}
