using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Data annotations of an options object and of the objects in it.</summary>
internal static class OptionsAnnotations
{
    public static IEnumerable<string> Faults(string path, object options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        // The validator asks the object itself only once its properties are right; here all is told at once.
        if (results.Count > 0 && options is IValidatableObject itself)
            results.AddRange(itself.Validate(new ValidationContext(options)));
        foreach (var result in results)
            yield return $"{string.Join(", ", result.MemberNames.Select(member => $"{path}:{member}").DefaultIfEmpty(path))}: {result.ErrorMessage}";
        foreach (var property in SectionShape.Settable(options.GetType()).Where(p => SectionShape.IsObject(p.PropertyType)))
            if (property.GetValue(options) is { } nested)
                foreach (var fault in Faults($"{path}:{property.Name}", nested))
                    yield return fault;
    }
}
