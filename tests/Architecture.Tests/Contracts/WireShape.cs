using System.Reflection;
using System.Text;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace SpotifyPlatform.Architecture.Tests.Contracts;

/// <summary>What peers depend on, as text: names, numbers, types, labels, methods and topics; no comments.</summary>
internal static class WireShape
{
    public static string Describe()
    {
        var text = new StringBuilder();
        foreach (var file in Files().OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            text.Append("file ").Append(file.Name).Append(" package ").Append(file.Package).Append('\n');
            foreach (var service in file.Services)
                foreach (var method in service.Methods)
                    text.Append($"  rpc {service.Name}.{method.Name}({Streamed(method.IsClientStreaming)}{method.InputType.FullName}) returns ({Streamed(method.IsServerStreaming)}{method.OutputType.FullName})\n");
            foreach (var message in file.MessageTypes)
                Append(text, message);
            foreach (var type in file.EnumTypes)
                Append(text, type);
        }

        foreach (var topic in Topics().Order(StringComparer.Ordinal))
            text.Append("topic ").Append(topic).Append('\n');
        return text.ToString();
    }

    /// <summary>Every topic: name, message, class. Partitions are deployment values.</summary>
    public static IEnumerable<string> Topics() =>
        from topic in SpotifyPlatform.Contracts.Topics.All
        select $"{topic.Name} {topic.GetType().GetGenericArguments()[0].Name} {Class(topic)}";

    public static string Class(SpotifyPlatform.Contracts.Topic topic) => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{topic.Class}").Replace('_', ' ');

    private static IEnumerable<FileDescriptor> Files() => typeof(SpotifyPlatform.Contracts.Topics).Assembly.GetTypes()
        .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
        .Where(property => property?.PropertyType == typeof(FileDescriptor))
        .Select(property => (FileDescriptor)property!.GetValue(null)!);

    private static void Append(StringBuilder text, MessageDescriptor message)
    {
        text.Append("  message ").Append(message.FullName).Append('\n');
        foreach (var field in message.Fields.InFieldNumberOrder())
            text.Append($"    {field.FieldNumber} {Label(field)}{Type(field)} {field.Name}\n");
        foreach (var nested in message.NestedTypes)
            Append(text, nested);
        foreach (var type in message.EnumTypes)
            Append(text, type);
    }

    private static void Append(StringBuilder text, EnumDescriptor type)
    {
        text.Append("  enum ").Append(type.FullName).Append('\n');
        foreach (var value in type.Values)
            text.Append($"    {value.Number} {value.Name}\n");
    }

    private static string Label(FieldDescriptor field) =>
        field.IsRepeated ? "repeated " : field.HasPresence && field.FieldType != FieldType.Message ? "optional " : "";

    private static string Type(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        var scalar => scalar.ToString().ToLowerInvariant(),
    };

    private static string Streamed(bool streaming) => streaming ? "stream " : "";
}
