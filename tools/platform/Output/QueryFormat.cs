namespace SpotifyPlatform.Platform.Output;

/// <summary>How the rows of a statement are printed.</summary>
internal enum QueryFormat
{
    Table,
    Csv,
    Json,
}
