
namespace SpotifyPlatform.Tables.Deriving;

/// <summary>Tells others that a table has a new pointer. It is a hint: the pointer is the truth, and is read at start and each minute.</summary>
public interface IGenerationAnnouncer
{
    Task AnnounceAsync(string table, TableStore.TablePointer published, CancellationToken cancellationToken);
}
