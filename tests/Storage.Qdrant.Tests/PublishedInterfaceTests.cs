using Google.Protobuf.Reflection;
using SpotifyPlatform.Storage.Qdrant.Wire;
using FieldType = Google.Protobuf.Reflection.FieldType;

namespace SpotifyPlatform.Storage.Qdrant.Tests;

/// <summary>Every field, enum value and call of the subset stands in Qdrant's published interface, with its number and type.</summary>
public sealed class PublishedInterfaceTests
{
    private static readonly FileDescriptor[] Subset = [CollectionsReflection.Descriptor, PointsReflection.Descriptor, HealthReflection.Descriptor];

    private static readonly HashSet<string> Published =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Published", "qdrant-1.18.txt")).Where(line => !line.StartsWith('#'))];

    [Fact]
    public void Fields_OfEveryMessage_ArePublished()
    {
        var fields = Subset.SelectMany(file => file.MessageTypes).SelectMany(message => message.Fields.InDeclarationOrder()).Select(Line).ToList();
        Assert.InRange(fields.Count, 100, 200);
        Assert.Empty(fields.Except(Published));
    }

    [Fact]
    public void Values_OfEveryEnum_ArePublished() =>
        Assert.Empty(Subset.SelectMany(file => file.EnumTypes).SelectMany(e => e.Values).Select(value => $"{value.EnumDescriptor.Name}.{value.Name} = {value.Number}").Except(Published));

    [Fact]
    public void Calls_OfEveryService_ArePublished()
    {
        Assert.All(Subset, file => Assert.Equal("qdrant", file.Package));
        var calls = Subset.SelectMany(file => file.Services).SelectMany(service => service.Methods);
        Assert.Empty(calls.Select(call => $"rpc {call.Service.Name}/{call.Name} {call.InputType.Name} {call.OutputType.Name}").Except(Published));
    }

    private static string Line(FieldDescriptor field) => field switch
    {
        // Read as bytes, entry by entry: on the wire a map is no other.
        { ContainingType.Name: "ScoredPoint", Name: "payload" } => $"ScoredPoint.payload = {field.FieldNumber} repeated ScoredPoint.PayloadEntry",
        { ContainingType.Name: "PayloadEntry" } => $"ScoredPoint.PayloadEntry.{field.Name} = {field.FieldNumber} {Type(field)}",
        _ => $"{field.ContainingType.Name}.{field.Name} = {field.FieldNumber} {(field.IsRepeated ? "repeated " : field.RealContainingOneof is null && field.ContainingOneof is not null ? "optional " : "")}{Type(field)}",
    };

    private static string Type(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message when field.IsMap => $"{field.ContainingType.Name}.{field.MessageType.Name}",
        FieldType.Message => field.MessageType.Name,
        FieldType.Enum => field.EnumType.Name,
        var plain => plain.ToString().ToLowerInvariant(),
    };
}
