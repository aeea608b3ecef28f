using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Engines;

/// <summary>
/// Chooses the adapter of a port that belongs to one service. Adapters stand in the service, in a folder named after their engine; the
/// engine is chosen here, so that the service's registration names none.
/// </summary>
public static class ServiceStoreRegistration
{
    /// <summary>The last part of the adapters' namespace, and the suffix of their files.</summary>
    private const string Engine = "Sqlite";
    private const string FileSuffix = ".sqlite";

    /// <summary>Registers the adapter of a service's own store. A port that is already registered stays.</summary>
    /// <param name="path">Folder and name of the store, without a suffix; the adapter's constructor takes the whole path. Null where the adapter names its files itself.</param>
    /// <exception cref="InvalidOperationException">The port's assembly has no adapter for it, or several.</exception>
    public static IServiceCollection AddServiceStore<TPort>(this IServiceCollection services, Func<IServiceProvider, string>? path = null)
        where TPort : class => services.AddAdapter<TPort>(s => path is null ? [] : [path(s) + FileSuffix]);

    /// <summary>Registers the adapter that reads a data set's file.</summary>
    /// <param name="file">The file as the operator named it; null where the port names files itself.</param>
    /// <inheritdoc cref="AddServiceStore{TPort}" path="/exception"/>
    public static IServiceCollection AddDataSetReader<TPort>(this IServiceCollection services, Func<IServiceProvider, string>? file = null)
        where TPort : class => services.AddAdapter<TPort>(s => file is null ? [] : [file(s)]);

    private static IServiceCollection AddAdapter<TPort>(this IServiceCollection services, Func<IServiceProvider, object[]> arguments)
        where TPort : class
    {
        // An adapter of several ports is one instance.
        var adapter = AdapterOf(typeof(TPort));
        if (SchemaOf(adapter) is { } schema)
            services.AddSingleton(schema);
        services.TryAddSingleton(adapter, s => ActivatorUtilities.CreateInstance(s, adapter, arguments(s)));
        services.TryAddSingleton(s => (TPort)s.GetRequiredService(adapter));
        return services;
    }

    /// <summary>What checks and repairs of the adapter's files need to know: its static field of that type; null for an adapter without files of its own.</summary>
    [SuppressMessage("Trimming", "IL2070", Justification = "Services are not trimmed.")]
    private static SqliteSchema? SchemaOf(Type adapter) =>
        (SqliteSchema?)adapter.GetFields(BindingFlags.Static | BindingFlags.Public).SingleOrDefault(field => field.FieldType == typeof(SqliteSchema))?.GetValue(null);

    [SuppressMessage("Trimming", "IL2026", Justification = "Services are not trimmed.")]
    private static Type AdapterOf(Type port)
    {
        var found = port.Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && port.IsAssignableFrom(type) && type.Namespace!.EndsWith($".{Engine}", StringComparison.Ordinal))
            .ToList();
        return found.Count == 1
            ? found[0]
            : throw new InvalidOperationException(
                $"{port.Assembly.GetName().Name} has {found.Count} adapters of {port.Name} in a folder {Engine}; it needs exactly one.");
    }
}
