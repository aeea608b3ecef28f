namespace SpotifyPlatform.Storage;

/// <summary>The origin of a track's features.</summary>
/// <param name="File">For a data set, the first <see cref="FileLength"/> hexadecimal digits of the SHA-256 of its file; otherwise null.</param>
public sealed record FeatureProvenance(FeatureOrigin Origin, string? File)
{
    /// <summary>Hexadecimal digits of <see cref="File"/>: 8 bytes per row instead of 32, in a table of 256 M rows.</summary>
    public const int FileLength = 16;

    /// <summary>A row of a data set's file.</summary>
    /// <param name="fileSha256">At least the first 8 bytes of the hash; with fewer, the file is unknown.</param>
    public static FeatureProvenance OfDataSet(ReadOnlySpan<byte> fileSha256) =>
        new(FeatureOrigin.DataSet, fileSha256.Length >= FileLength / 2 ? Convert.ToHexStringLower(fileSha256[..(FileLength / 2)]) : null);
}

/// <summary>How features were obtained. The numbers are stored.</summary>
public enum FeatureOrigin
{
    /// <summary>Read from a file of a data set.</summary>
    DataSet = 1,

    /// <summary>Computed by the platform, for example from an audio analysis.</summary>
    Computed = 2,

    /// <summary>Returned by a web API.</summary>
    Api = 3,
}
