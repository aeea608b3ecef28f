using System.Text;
using System.Text.Json.Nodes;

namespace SpotifyPlatform.Acquirer.Transmission;

/// <summary>
/// Names of the two styles of transmission's RPC. Our code has those of 4.1, in snake case; up to 4.0 methods and some arguments have hyphens, and other arguments and fields
/// are in camel case.
/// </summary>
internal static class RpcNames
{
    /// <summary>Arguments and fields that have hyphens before 4.1; all others are in camel case.</summary>
    private static readonly HashSet<string> Hyphenated =
    [
        "download_dir", "files_wanted", "files_unwanted", "peer_limit", "delete_local_data", "rpc_version", "speed_limit_down", "speed_limit_up", "peer_port", "download_queue_enabled",
        "seed_queue_enabled", "rename_partial_files", "start_added_torrents",
    ];

    /// <summary>Arguments with hyphens whose field, when it is read, is in camel case.</summary>
    private static readonly HashSet<string> CamelFields = ["download_dir"];

    public static string LegacyMethod(string method) => method.Replace('_', '-');

    public static string LegacyArgument(string name) => Hyphenated.Contains(name) ? name.Replace('_', '-') : Camel(name);

    public static string LegacyField(string name) => CamelFields.Contains(name) ? Camel(name) : LegacyArgument(name);

    /// <summary>A copy of an answer with the names of 4.1.</summary>
    public static JsonNode? Normalize(JsonNode? node) => node switch
    {
        JsonObject values => new JsonObject(values.Select(value => KeyValuePair.Create(Snake(value.Key), Normalize(value.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Normalize)]),
        _ => node?.DeepClone(),
    };

    private static string Camel(string name)
    {
        var parts = name.Split('_');
        return parts[0] + string.Concat(parts.Skip(1).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
    }

    private static string Snake(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        foreach (var c in name)
            if (char.IsAsciiLetterUpper(c))
                snake.Append('_').Append(char.ToLowerInvariant(c));
            else
                snake.Append(c == '-' ? '_' : c);
        return snake.ToString();
    }
}
