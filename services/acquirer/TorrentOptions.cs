using System.ComponentModel.DataAnnotations;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Acquirer;

/// <summary>Section <c>Acquirer:Torrent</c>: the program that speaks to BitTorrent peers.</summary>
public sealed class TorrentOptions : IValidatableObject
{
    public const string Section = $"{AcquirerOptions.Section}:Torrent";

    public TorrentEngineKind Engine { get; set; } = TorrentEngineKind.Managed;

    /// <summary>Of <see cref="TorrentEngineKind.Managed"/>: the program, by path or by name.</summary>
    [Required]
    public string Program { get; set; } = "transmission-daemon";

    /// <summary>Of <see cref="TorrentEngineKind.External"/>: the address of its RPC.</summary>
    [Required]
    public Uri Address { get; set; } = new("http://127.0.0.1:9091/transmission/rpc");

    /// <summary>Of <see cref="TorrentEngineKind.External"/>; empty for none.</summary>
    public string User { get; set; } = "";

    /// <summary>Of <see cref="TorrentEngineKind.External"/>.</summary>
    public string Password { get; set; } = "";

    /// <summary>Send the password over the network without TLS.</summary>
    public bool AllowPlaintext { get; set; }

    /// <summary>At which peers reach a managed engine, TCP and UDP.</summary>
    [Range(1, 65_535)]
    public int PeerPort { get; set; } = 51_413;

    /// <summary>Find peers of torrents that are not private by the distributed hash table too.</summary>
    public bool DistributedHashTable { get; set; } = true;

    /// <summary>Of one torrent.</summary>
    [Range(1, 10_000)]
    public int MaxPeers { get; set; } = 100;

    /// <summary>Kilobytes a second of one torrent; 0 for no limit.</summary>
    [Range(0, int.MaxValue)]
    public int MaxDownloadKBps { get; set; }

    /// <summary>Kilobytes a second of one torrent; 0 for no limit.</summary>
    [Range(0, int.MaxValue)]
    public int MaxUploadKBps { get; set; }

    /// <summary>How long a complete torrent is seeded; 0 for not at all.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan SeedFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Uploaded bytes for each byte of the torrent at which seeding ends earlier; 0 for no such goal.</summary>
    [Range(0, 1_000_000)]
    public double SeedRatio { get; set; }

    /// <summary>Of one request to the engine.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(60);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Engine == TorrentEngineKind.External ? KeyTransport.Validate(Address, Password, AllowPlaintext, nameof(Address), nameof(AllowPlaintext)) : [];
}

public enum TorrentEngineKind
{
    /// <summary>A transmission-daemon that the acquirer starts, configures and ends.</summary>
    Managed,

    /// <summary>A transmission-daemon that is there, and that has the data set's folder at the same path.</summary>
    External,
}
