using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.TableSql.Export;

/// <summary>
/// The folder of an exported table, which is replaced as a whole: its files are written beside it, and two renames put them in its place. A reader
/// sees the old files or the new ones, never both; an export that was killed between the renames is finished by the next one.
/// </summary>
internal sealed class ExportFolder(string output, string table)
{
    private readonly string old = Path.Combine(output, $".{table}.old");

    /// <summary>Where readers find the table.</summary>
    public string Published { get; } = Path.Combine(output, table);

    /// <summary>Where its files are written.</summary>
    public string Staged { get; } = Path.Combine(output, $".{table}.partial");

    /// <summary>Puts right what a killed export left, and begins with an empty folder for new files.</summary>
    public void Begin()
    {
        Recover();
        Directory.CreateDirectory(Staged);
    }

    /// <summary>Finishes or discards what a killed export left.</summary>
    public void Recover()
    {
        // Without the published folder the old one was moved away: the staged one is complete.
        if (!Directory.Exists(Published) && Directory.Exists(old))
            Directory.Move(Directory.Exists(Staged) ? Staged : old, Published);
        Delete(old);
        Delete(Staged);
    }

    public void Publish()
    {
        DurableFolder.Sync(Staged);
        if (Directory.Exists(Published))
            Directory.Move(Published, old);
        Directory.Move(Staged, Published);
        DurableFolder.Sync(output);
        Delete(old);
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
