namespace SpotifyPlatform.Storage;

/// <summary>Where a track's features came from.</summary>
/// <param name="File">Of a data set: the first <see cref="FileLength"/> hexadecimal digits of the file's SHA-256, which tell its files apart; else null.</param>
public sealed record FeatureProvenance(FeatureOrigin Origin, string? File)
{
    /// <summary>Hexadecimal digits of <see cref="File"/>: 8 bytes a row, not 32, in a table of 256 M rows.</summary>
    public const int FileLength = 16;

    /// <summary>A row of a data set's file.</summary>
    /// <param name="fileSha256">At least the hash's first 8 bytes; fewer, and the file is unknown.</param>
    public static FeatureProvenance OfDataSet(ReadOnlySpan<byte> fileSha256) =>
        new(FeatureOrigin.DataSet, fileSha256.Length >= FileLength / 2 ? Convert.ToHexStringLower(fileSha256[..(FileLength / 2)]) : null);
}

/// <summary>How features were got. The numbers stand in stores.</summary>
public enum FeatureOrigin
{
    /// <summary>Read from a file of a data set.</summary>
    DataSet = 1,

    /// <summary>Computed by the platform, such as from an audio analysis.</summary>
    Computed = 2,

    /// <summary>Answered by a web API.</summary>
    Api = 3,
}
