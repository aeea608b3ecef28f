using System.IO.Hashing;
using System.Reflection;
using Confluent.Kafka;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Grpc.Net.Compression;
using Yarp.ReverseProxy.Forwarder;

namespace SpotifyPlatform.Packages.Tests.Completeness;

/// <summary>The stand-ins against every expectation that the published assemblies carry in their metadata.</summary>
public class StandInTests
{
    private static readonly Assembly CoreApi = typeof(Grpc.Core.Metadata).Assembly;
    private static readonly Assembly NetCommon = typeof(ICompressionProvider).Assembly;
    private static readonly Assembly Hashing = typeof(XxHash64).Assembly;
    private static readonly Assembly Server = typeof(GrpcServiceOptions).Assembly;
    private static readonly Assembly Client = typeof(GrpcChannel).Assembly;
    private static readonly Assembly Proxy = typeof(IHttpForwarder).Assembly;

    /// <summary>A published assembly and a stand-in that it uses.</summary>
    public static TheoryData<Assembly, Assembly> Pairs => new()
    {
        { Server, CoreApi },
        { Server, NetCommon },
        { Client, CoreApi },
        { Client, NetCommon },
        { Proxy, Hashing },
    };

    public static TheoryData<Assembly> Published => [Server, Client, Proxy, typeof(Library).Assembly];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Members_ThatAPublishedAssemblyRefersTo_AreAllThere(Assembly published, Assembly standIn)
    {
        using var publishedFile = new AssemblyFile(published);
        using var standInFile = new AssemblyFile(standIn);

        var expected = publishedFile.ExpectedOf(standIn).ToHashSet();

        Assert.Contains(expected, name => name.Contains("::", StringComparison.Ordinal));
        Assert.Empty(expected.Except(standInFile.DefinedFor(published)));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Identity_OfAStandIn_IsTheOneThatThePublishedAssemblyNames(Assembly published, Assembly standIn)
    {
        var own = standIn.GetName();

        var named = Assert.Single(published.GetReferencedAssemblies(), name => name.Name == own.Name);

        Assert.Equal(named.Version, own.Version);
        Assert.Equal(named.GetPublicKeyToken(), own.GetPublicKeyToken());
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void Types_OfAPublishedAssembly_LoadAndOverrideSomethingThatExists(Assembly published)
    {
        const BindingFlags Declared =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

        var orphans = published.GetTypes()
            .SelectMany(type => type.GetMethods(Declared))
            .Where(method => method is { IsVirtual: true } && !method.Attributes.HasFlag(MethodAttributes.NewSlot))
            .Where(method => method.GetBaseDefinition() == method);

        Assert.Empty(orphans);
    }
}
