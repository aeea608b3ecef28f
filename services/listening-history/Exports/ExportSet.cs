namespace SpotifyPlatform.ListeningHistory.Exports;

/// <summary>What was found in the paths of one import.</summary>
internal sealed class ExportSet(ExportLimits limits) : IDisposable
{
    private readonly List<ExportFile> files = [];
    private readonly List<RefusedExport> refused = [];
    private readonly List<IDisposable> owned = [];

    /// <summary>In the order in which they were found.</summary>
    public IReadOnlyList<ExportFile> Files => files;

    public IReadOnlyList<RefusedExport> Refused => refused;

    /// <summary>Files that are not part of the listening history.</summary>
    public long Ignored { get; private set; }

    public ReadBudget Budget { get; } = new(limits.MaxTotalBytes);

    public long Bytes => files.Sum(file => file.Length);

    /// <exception cref="ExportRefusedException">There are more files than an import may have.</exception>
    public void Add(ExportFile file)
    {
        if (files.Count >= limits.MaxFiles)
            throw new ExportRefusedException("too_many_files", $"There are more than {limits.MaxFiles:N0} export files. Import fewer at once.");
        files.Add(file);
    }

    public void Refuse(RefusedExport export) => refused.Add(export);

    public void Ignore(int count = 1) => Ignored += count;

    public void Own(IDisposable resource) => owned.Add(resource);

    public void Dispose() => owned.ForEach(resource => resource.Dispose());
}
