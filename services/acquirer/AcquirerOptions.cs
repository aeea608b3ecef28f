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

    /// <summary>The folder of <c>acquirer.sqlite</c>.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>Files hashed at once.</summary>
    [Range(1, 64)]
    public int Parallelism { get; set; } = 2;

    /// <summary>Take the catalogue and the playlists only, which is all that mining needs. The other files wait for a scan without this option.</summary>
    public bool PlaylistsOnly { get; set; }

    /// <summary>End at the start where the folder or its list of checksums cannot be read; otherwise each scan tries again, and other services go on.</summary>
    public bool RequireFolder { get; set; } = true;

    /// <summary>Most time between two scans. Changes that the file system reports are taken earlier.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RescanInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time between two re-verifications of the announced files, which read every byte of them.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan AuditInterval { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Time without a reported change after which the folder is scanned, so that files are whole when they are read.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan QuietTime { get; set; } = TimeSpan.FromSeconds(2);
}
