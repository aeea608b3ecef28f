using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Compares a section with the types that are bound to it.</summary>
internal static class SectionShape
{
    /// <summary>Keys that none of the types has; the message lists the valid keys.</summary>
    /// <param name="sections">Keys of sections within the section that have types of their own.</param>
    public static IEnumerable<string> UnknownKeys(IConfigurationSection section, IReadOnlyList<Type> types, IReadOnlyCollection<string> sections)
    {
        var known = types.SelectMany(Settable).ToLookup(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren().Where(child => !sections.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!known.Contains(child.Key))
            {
                var names = known.Select(k => k.Key).Concat(sections).Order(StringComparer.Ordinal);
                yield return $"{child.Path} is not a setting. Settings of {section.Path}: {string.Join(", ", names)}.";
                continue;
            }

            foreach (var nested in known[child.Key].Select(p => p.PropertyType).Where(IsObject))
                foreach (var error in UnknownKeys(child, [nested], []))
                    yield return error;
        }
    }

    /// <summary>Values that do not parse as their property's type.</summary>
    public static IEnumerable<InvalidValue> InvalidValues(IConfigurationSection section, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (IsValue(type))
            return section.Value is null || Parses(section.Value, type) ? [] : [new(section.Path, $"{section.Path} is not {Describe(type)}.")];
        return ItemType(type) is { } item
            ? section.GetChildren().SelectMany(child => InvalidValues(child, item))
            : Settable(type).SelectMany(property => InvalidValues(section.GetSection(property.Name), property.PropertyType));
    }

    public static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0 && (p.CanWrite || IsObject(p.PropertyType)));

    public static bool IsObject(Type type) => !IsValue(Nullable.GetUnderlyingType(type) ?? type) && ItemType(type) is null;

    private static bool IsValue(Type type) => TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    private static Type? ItemType(Type type) =>
        type.IsArray
            ? type.GetElementType()
            : type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GenericTypeArguments[0] switch
            {
                { IsGenericType: true } pair when pair.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) => pair.GenericTypeArguments[1],
                var item => item,
            };

    private static bool Parses(string value, Type type)
    {
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
            return true;
        }
        catch (Exception ex) when (ex is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Describe(Type type) =>
        type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}" : type == typeof(TimeSpan) ? "a time such as 00:00:30" : $"a value of type {type.Name}";
}

/// <param name="Path">The configuration key.</param>
internal sealed record InvalidValue(string Path, string Error);
