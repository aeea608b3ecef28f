using SpotifyPlatform.Platform.Output;

namespace SpotifyPlatform.Platform.Planning;

/// <summary>The disk of a data folder that may not exist yet.</summary>
/// <param name="Existing">The folder, or the nearest one above it that exists.</param>
internal sealed record PlannedFolder(string Wanted, string Existing)
{
    /// <summary>Bytes available to this process.</summary>
    public long FreeBytes { get; } = new DriveInfo(Existing).AvailableFreeSpace;

    public static PlannedFolder Of(DirectoryInfo folder)
    {
        var existing = folder;
        while (!existing.Exists && existing.Parent is { } parent)
            existing = parent;
        return new PlannedFolder(folder.FullName, existing.FullName);
    }

    public string CreateScratch() => Directory.CreateDirectory(Path.Combine(Existing, $".plan-{Guid.NewGuid():N}")).FullName;

    /// <exception cref="CommandException">So much is not free.</exception>
    public void Require(long bytes, string what)
    {
        if (bytes > FreeBytes)
            throw new CommandException($"The disk is too small. {what} {Humanize.Bytes(bytes)} in '{Wanted}', and {Humanize.Bytes(FreeBytes)} are free: give --data on a larger disk.");
    }
}
