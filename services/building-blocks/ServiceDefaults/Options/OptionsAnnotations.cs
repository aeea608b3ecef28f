using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>
/// Validates data annotations of an options object and its nested objects. The framework's validator stops at the first kind of error; this
/// one reports all.
/// </summary>
internal static class OptionsAnnotations
{
    public static IEnumerable<string> Errors(string path, object options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        // The validator calls IValidatableObject only when the annotations hold.
        if (results.Count > 0 && options is IValidatableObject validatable)
            results.AddRange(validatable.Validate(new ValidationContext(options)));
        foreach (var result in results)
            yield return $"{string.Join(", ", result.MemberNames.Select(member => $"{path}:{member}").DefaultIfEmpty(path))}: {result.ErrorMessage}";
        foreach (var property in SectionShape.Settable(options.GetType()).Where(p => SectionShape.IsObject(p.PropertyType)))
            if (property.GetValue(options) is { } nested)
                foreach (var error in Errors($"{path}:{property.Name}", nested))
                    yield return error;
    }
}
