using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Engines.DerivedTables;

/// <summary>A table that a service of this process owns.</summary>
/// <param name="Service">Whose it is.</param>
/// <param name="InputFiles">Kinds of files that it is made of.</param>
/// <param name="InputTables">Names of tables that it is made of.</param>
public record DerivedTable(string Service, TableDeriver Deriver, IReadOnlyList<string> InputFiles, IReadOnlyList<string> InputTables);

/// <summary>The same, by the type that knows how it is made.</summary>
internal sealed record DerivedTable<TTable>(string Service, TableDeriver Deriver, IReadOnlyList<string> InputFiles, IReadOnlyList<string> InputTables)
    : DerivedTable(Service, Deriver, InputFiles, InputTables), IDisposable
    where TTable : class, IDerivedTable
{
    public void Dispose() => Deriver.Dispose();
}
