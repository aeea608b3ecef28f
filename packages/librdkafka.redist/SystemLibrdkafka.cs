using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace SpotifyPlatform.Packages;

/// <summary>
/// Finds the native half of <c>Confluent.Kafka</c>, which the published <c>librdkafka.redist</c> would bring, among the system's
/// libraries (Debian: <c>librdkafka1</c>). packages/StandIns.targets compiles this file into every project that can reach
/// <c>Confluent.Kafka</c>; the runtime asks only after its own search has failed, and several answers of the same kind do no harm.
/// </summary>
file static class SystemLibrdkafka
{
    private const string ImportedName = "librdkafka";
    private const string SystemName = "librdkafka.so.1";

    [ModuleInitializer]
    internal static void Register()
    {
        var context = AssemblyLoadContext.GetLoadContext(typeof(SystemLibrdkafka).Assembly) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += static (_, name) =>
            name == ImportedName && NativeLibrary.TryLoad(SystemName, out var library) ? library : 0;
    }
}
