using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.EdgeGateway.Keys;

/// <summary>Section <c>EdgeGateway:Keys</c>.</summary>
public sealed class KeyOptions
{
    /// <summary>Clients and hashed keys, as <c>platform keys</c> writes them. A file that is not there has none.</summary>
    [Required]
    public string File { get; set; } = Path.Combine("data", "keys.json");

    /// <summary>Where this instance keeps when each key was last used.</summary>
    [Required]
    public string LastUsedFile { get; set; } = Path.Combine("data", "last-used.json");

    /// <summary>Time after which a changed file takes effect.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(5);
}
