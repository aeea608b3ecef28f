using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Format and destination of the log.</summary>
public enum LogOutput
{
    /// <summary>For collectors: one JSON object a line, UTC, on standard output.</summary>
    Json,

    /// <summary>For command lines: warnings and errors as short lines on standard error, so that standard output holds only the result.</summary>
    Terminal,
}

internal static class LogRegistration
{
    public static void AddLogs(this IHostApplicationBuilder builder, LogOutput output)
    {
        var logging = builder.Logging.ClearProviders();
        if (output == LogOutput.Json)
            logging.AddJsonConsole(console => console.AsUtc("").IncludeScopes = true);
        else
            logging.AddSimpleConsole(console => console.AsUtc(" ").SingleLine = true);
        builder.Services.Configure<ConsoleLoggerOptions>(console =>
            console.LogToStandardErrorThreshold = output == LogOutput.Terminal ? LogLevel.Trace : LogLevel.None);

        // Inserted before the configuration's rules, so that Logging:LogLevel overrides them.
        builder.Services.Configure<LoggerFilterOptions>(filters =>
        {
            filters.Rules.Insert(0, new LoggerFilterRule(null, "Microsoft.AspNetCore", LogLevel.Warning, null));
            filters.Rules.Insert(0, new LoggerFilterRule(null, "System.Net.Http.HttpClient", LogLevel.Warning, null));
            // It adds the path of the request, which may name an account, to every line that is written meanwhile. Kestrel logs what a request throws, and
            // the host what a start throws.
            filters.Rules.Insert(0, new LoggerFilterRule(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None, null));
            if (output == LogOutput.Terminal)
                filters.Rules.Insert(0, new LoggerFilterRule(null, null, LogLevel.Warning, null));
        });
    }

    private static TOptions AsUtc<TOptions>(this TOptions console, string gap)
        where TOptions : ConsoleFormatterOptions
    {
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ" + gap;
        return console;
    }
}
