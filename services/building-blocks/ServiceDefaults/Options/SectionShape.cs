using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Compares what a section holds with the types that take it.</summary>
internal static class SectionShape
{
    /// <summary>Keys that none of the types has, with the keys there are.</summary>
    public static IEnumerable<string> UnknownKeys(IConfigurationSection section, IReadOnlyList<Type> types)
    {
        var known = types.SelectMany(Settable).ToLookup(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (!known.Contains(child.Key))
            {
                yield return $"{child.Path} is not a setting. Settings of {section.Path}: {string.Join(", ", known.Select(k => k.Key).Order(StringComparer.Ordinal))}.";
                continue;
            }

            foreach (var nested in known[child.Key].Select(p => p.PropertyType).Where(IsObject))
                foreach (var fault in UnknownKeys(child, [nested]))
                    yield return fault;
        }
    }

    /// <summary>Values that are not of their property's type.</summary>
    public static IEnumerable<UnreadableValue> UnreadableValues(IConfigurationSection section, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (IsValue(type))
            return section.Value is null || Parses(section.Value, type) ? [] : [new(section.Path, $"{section.Path} is not {Named(type)}.")];
        return ItemType(type) is { } item
            ? section.GetChildren().SelectMany(child => UnreadableValues(child, item))
            : Settable(type).SelectMany(property => UnreadableValues(section.GetSection(property.Name), property.PropertyType));
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
        catch (Exception fault) when (fault is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Named(Type type) =>
        type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}" : type == typeof(TimeSpan) ? "a time such as 00:00:30" : $"a value of type {type.Name}";
}

/// <summary>Where a value stands that does not parse, and what is wrong with it.</summary>
internal sealed record UnreadableValue(string Path, string Fault);
