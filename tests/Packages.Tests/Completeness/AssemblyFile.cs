using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace SpotifyPlatform.Packages.Tests.Completeness;

/// <summary>What an assembly's file says that it defines, and what it expects of others.</summary>
internal sealed class AssemblyFile(Assembly assembly) : IDisposable
{
    private readonly PEReader _file = new(File.OpenRead(assembly.Location));

    private MetadataReader Metadata => _file.GetMetadataReader();

    public void Dispose() => _file.Dispose();

    /// <summary>The types, methods and fields that the caller may use: public, protected, and to a friend internal ones.</summary>
    public IEnumerable<string> DefinedFor(Assembly caller)
    {
        var friend = assembly.GetCustomAttributes<InternalsVisibleToAttribute>()
            .Any(attribute => new AssemblyName(attribute.AssemblyName).Name == caller.GetName().Name);
        var metadata = Metadata;
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (!IsVisible(type.Attributes, friend))
                continue;

            var name = SignatureText.Instance.GetTypeFromDefinition(metadata, handle, 0);
            yield return name;
            foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition))
            {
                if (IsVisible(method.Attributes, friend))
                    yield return Method(name, metadata.GetString(method.Name), method.DecodeSignature(SignatureText.Instance, null));
            }

            foreach (var field in type.GetFields().Select(metadata.GetFieldDefinition))
            {
                if (field.Attributes.HasFlag(FieldAttributes.Public))
                    yield return Field(name, metadata.GetString(field.Name), field.DecodeSignature(SignatureText.Instance, null));
            }
        }
    }

    /// <summary>The types, methods and fields of the other assembly that this one refers to.</summary>
    public IEnumerable<string> ExpectedOf(Assembly other)
    {
        var metadata = Metadata;
        foreach (var handle in metadata.TypeReferences.Where(handle => IsIn(other, handle)))
            yield return SignatureText.Instance.GetTypeFromReference(metadata, handle, 0);

        foreach (var member in metadata.MemberReferences.Select(metadata.GetMemberReference))
        {
            if (DeclaringType(member.Parent) is not { } declaring || !IsIn(other, declaring))
                continue;

            var type = SignatureText.Instance.GetTypeFromReference(metadata, declaring, 0);
            var name = metadata.GetString(member.Name);
            yield return member.GetKind() == MemberReferenceKind.Method
                ? Method(type, name, member.DecodeMethodSignature(SignatureText.Instance, null))
                : Field(type, name, member.DecodeFieldSignature(SignatureText.Instance, null));
        }
    }

    private static string Method(string type, string name, MethodSignature<string> signature) =>
        $"{type}::{name} {SignatureText.Of(signature)}";

    private static string Field(string type, string name, string fieldType) => $"{type}::{name} {fieldType}";

    private static bool IsVisible(TypeAttributes attributes, bool friend) => (attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public or TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => true,
        TypeAttributes.NotPublic or TypeAttributes.NestedAssembly => friend,
        _ => false,
    };

    private static bool IsVisible(MethodAttributes attributes, bool friend) => (attributes & MethodAttributes.MemberAccessMask) switch
    {
        MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem => true,
        MethodAttributes.Assembly => friend,
        _ => false,
    };

    private bool IsIn(Assembly other, TypeReferenceHandle handle)
    {
        var scope = Metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsIn(other, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference =>
                Metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).GetAssemblyName().Name == other.GetName().Name,
            _ => false,
        };
    }

    /// <summary>The type reference behind a member's parent, also where the parent is an instance of a generic type.</summary>
    private TypeReferenceHandle? DeclaringType(EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference)
            return (TypeReferenceHandle)parent;
        if (parent.Kind != HandleKind.TypeSpecification)
            return null;

        var signature = Metadata.GetBlobReader(Metadata.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return null;

        signature.ReadByte();
        var type = signature.ReadTypeHandle();
        return type.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)type : null;
    }
}
