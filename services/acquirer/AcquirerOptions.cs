using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Acquirer;

/// <summary>Section <c>Acquirer</c>.</summary>
public sealed class AcquirerOptions
{
    public const string Section = "Acquirer";

    /// <summary>The data set's folder; read, never written.</summary>
    [Required]
    public string Folder { get; set; } = "data/input";

    /// <summary>Where <c>acquirer.sqlite</c> stands.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>Files hashed at once.</summary>
    [Range(1, 64)]
    public int Parallelism { get; set; } = 2;

    /// <summary>Take the catalogue and the playlists alone, which is all that mining needs; the other files wait for a later scan.</summary>
    public bool PlaylistsOnly { get; set; }

    /// <summary>From the end of a scan to the next; absent, the folder is scanned once.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan? RescanInterval { get; set; }
}
