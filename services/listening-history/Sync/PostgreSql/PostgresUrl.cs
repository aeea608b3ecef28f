using System.Globalization;
using Npgsql;

namespace SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

/// <summary>
/// Reads <c>postgres://USER:PASSWORD@HOST:PORT/DATABASE?name=value</c> as libpq does, and Npgsql's own <c>Name=value;</c> form. Errors
/// name the part that is wrong and never the password.
/// </summary>
internal static class PostgresUrl
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>Parameters that hosting providers add for other clients; ignored here.</summary>
    private static readonly string[] Ignored = ["pgbouncer", "schema", "connection_limit", "pool_timeout", "workaround", "supa", "uselibpqcompat"];

    /// <exception cref="SyncException">It cannot be read.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string url)
    {
        var scheme = Schemes.FirstOrDefault(scheme => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
        try
        {
            if (scheme is null && url.IndexOf("://", StringComparison.Ordinal) is > 0 and var end && !url[..end].Contains('='))
                throw Malformed($"it begins with '{url[..end]}://'");
            var builder = scheme is null ? new NpgsqlConnectionStringBuilder(url) : FromUrl(url[scheme.Length..]);
            if (string.IsNullOrEmpty(builder.Host))
                throw Malformed("it names no host");
            builder.ApplicationName ??= "spotifyplatform-listening";

            // The error then names the object that depends on a table.
            builder.IncludeErrorDetail = true;
            return builder;
        }
        catch (ArgumentException ex)
        {
            throw Malformed(ex is { ParamName: not null } ? $"'{ex.ParamName}' is not a parameter" : "a part of it cannot be read", ex);
        }
    }

    private static NpgsqlConnectionStringBuilder FromUrl(string text)
    {
        var (rest, query) = Cut(text, '?');
        var (authority, database) = Cut(rest, '/');
        var at = authority.LastIndexOf('@');
        var builder = new NpgsqlConnectionStringBuilder();
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], ':');
            builder.Username = Uri.UnescapeDataString(user);
            builder.Password = password.Length > 0 ? Uri.UnescapeDataString(password) : null;
        }

        SetHosts(builder, authority[(at + 1)..]);
        if (database.Length > 0)
            builder.Database = Uri.UnescapeDataString(database);
        foreach (var parameter in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(parameter, '=');
            Set(builder, name.ToLowerInvariant(), Uri.UnescapeDataString(value));
        }

        return builder;
    }

    /// <summary>One host, or several with commas, each with its port; IPv6 in brackets.</summary>
    private static void SetHosts(NpgsqlConnectionStringBuilder builder, string authority)
    {
        var hosts = authority.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (hosts is [var only])
        {
            var colon = only.LastIndexOf(':');
            var hasPort = colon > only.LastIndexOf(']');
            builder.Host = Uri.UnescapeDataString(hasPort ? only[..colon] : only).Trim('[', ']');
            if (hasPort)
                builder.Port = Port(only[(colon + 1)..]);
        }
        else if (hosts.Length > 1)
        {
            builder.Host = string.Join(',', hosts);
        }
    }

    private static void Set(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        switch (name)
        {
            case "sslmode":
                builder.SslMode = Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode)
                    ? mode
                    : throw Malformed($"sslmode '{value}' is none of disable, allow, prefer, require, verify-ca, verify-full");
                break;
            case "host":
                builder.Host = value;
                break;
            case "port":
                builder.Port = Port(value);
                break;
            case "user":
                builder.Username = value;
                break;
            case "password":
                builder.Password = value;
                break;
            case "dbname":
                builder.Database = value;
                break;
            case "connect_timeout":
                builder.Timeout = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 1024
                    ? seconds
                    : throw Malformed($"connect_timeout '{value}' is not a number of seconds up to 1024");
                break;
            case "application_name":
                builder.ApplicationName = value;
                break;
            case "options":
                builder.Options = value;
                break;
            case "sslrootcert":
                builder.RootCertificate = value;
                break;
            case "channel_binding":
                builder.ChannelBinding = Enum.TryParse<ChannelBinding>(value, ignoreCase: true, out var binding)
                    ? binding
                    : throw Malformed($"channel_binding '{value}' is none of disable, prefer, require");
                break;
            default:
                if (!Ignored.Contains(name))
                    throw Malformed($"its parameter '{name}' is not known");
                break;
        }
    }

    private static int Port(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
        ? port
        : throw Malformed($"port '{text}' is not a number from 1 to 65535");

    private static (string Before, string After) Cut(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }

    private static SyncException Malformed(string what, Exception? cause = null) =>
        new($"POSTGRES_URL cannot be read: {what}. Write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE, with special characters percent-encoded.", cause);
}
