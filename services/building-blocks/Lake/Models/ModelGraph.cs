namespace SpotifyPlatform.Lake.Models;

/// <summary>Models in the order in which they are run: each after those that it reads.</summary>
internal sealed class ModelGraph
{
    private const string Folder = "Models.Sql.";
    private const char AndDependents = '+';

    /// <exception cref="FormatException">A model reads one that is not there, or models read one another in a circle.</exception>
    public ModelGraph(IReadOnlyCollection<Model> models)
    {
        var ordered = new List<Model>();
        var waiting = models.OrderBy(model => model.Name, StringComparer.Ordinal).ToList();
        if (waiting.SelectMany(model => model.References.Select(name => (model, name))).FirstOrDefault(use => models.All(model => model.Name != use.name)) is { model: { } reader } missing)
            throw new FormatException($"Model {reader.Name} reads {missing.name}, which is no model.");
        while (waiting.Count > 0)
        {
            var next = waiting.Find(model => model.References.All(name => ordered.Exists(done => done.Name == name)))
                ?? throw new FormatException($"Models read one another in a circle: {string.Join(", ", waiting.Select(model => model.Name))}.");
            waiting.Remove(next);
            ordered.Add(next);
        }

        Models = ordered;
    }

    public static ModelGraph BuiltIn { get; } = new(
        [.. Resources.Read(Folder).Select(resource => ModelTemplate.Read(Path.GetFileNameWithoutExtension(resource.Key), resource.Value))]);

    public IReadOnlyList<Model> Models { get; }

    /// <param name="selection"><c>MODEL</c>, or <c>MODEL+</c> with all that depend on it; null for every model.</param>
    /// <exception cref="FormatException">There is no such model.</exception>
    public IReadOnlyList<Model> Select(string? selection)
    {
        if (selection is null)
            return Models;
        var name = selection.TrimEnd(AndDependents);
        if (Models.All(model => model.Name != name))
            throw new FormatException($"There is no model '{name}': {string.Join(", ", Models.Select(model => model.Name))} are.");
        var selected = new HashSet<string>(StringComparer.Ordinal) { name };
        if (selection != name)
            foreach (var model in Models.Where(model => model.References.Any(selected.Contains)))
                selected.Add(model.Name);
        return [.. Models.Where(model => selected.Contains(model.Name))];
    }
}
