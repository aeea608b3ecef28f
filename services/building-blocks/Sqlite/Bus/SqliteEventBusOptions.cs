using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>Where the embedded log stands.</summary>
public sealed class SqliteEventBusOptions
{
    public const string Section = "EventBus";

    /// <summary>The log's file; its folder is created.</summary>
    [Required]
    public string Path { get; init; } = "data/bus.sqlite";
}
