using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Acquirer;

/// <summary>Section <c>Acquirer</c>.</summary>
public sealed class AcquirerOptions
{
    public const string Section = "Acquirer";

    /// <summary>The name of the data set, which is the same wherever its folder is.</summary>
    [Required]
    [RegularExpression("^[a-z0-9][a-z0-9-]{0,62}$", ErrorMessage = "DataSet has to be a name of lower-case letters, digits and hyphens, at most 63.")]
    public string DataSet { get; set; } = "spotify";

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
