namespace SpotifyPlatform.Artifacts.Store.Folders;

/// <summary>The steps of creating an artifact between which a process may die, in their order.</summary>
internal static class FolderCrashPoints
{
    /// <summary>The content is written under a temporary name.</summary>
    public const string Written = "written";

    /// <summary>The content is on the disk.</summary>
    public const string Synced = "synced";

    public const string FolderCreated = "folder-created";

    /// <summary>The artifact has its name.</summary>
    public const string Linked = "linked";

    /// <summary>The name is on the disk.</summary>
    public const string FolderSynced = "folder-synced";

    public static IReadOnlyList<string> All { get; } = [Written, Synced, FolderCreated, Linked, FolderSynced];
}
