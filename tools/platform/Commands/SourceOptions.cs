using System.CommandLine;
using System.CommandLine.Parsing;
using SpotifyPlatform.Platform.Lookups;

namespace SpotifyPlatform.Platform.Commands;

/// <summary>Where a command reads: a running gateway (<c>--address</c>, or the environment), or a data folder (<c>--data</c>).</summary>
internal sealed class SourceOptions
{
    /// <summary>The environment variable with the address of the gateway that is asked where neither option is given.</summary>
    public const string Variable = "SPOTIFYPLATFORM_ADDRESS";

    private readonly Option<DirectoryInfo> data = CommonOptions.Data();
    private readonly Option<Uri> address = new("--address")
    {
        Description = $"The gRPC address of a running platform or gateway, such as http://localhost:8081, in place of --data. Default: ${Variable}, where it is set.",
        CustomParser = parsed =>
        {
            if (TryParse(parsed.Tokens[0].Value, out var uri))
                return uri;
            parsed.AddError($"--address: '{parsed.Tokens[0].Value}' is not an address such as http://localhost:8081.");
            return null;
        },
    };

    public void AddTo(Command command)
    {
        command.Add(data);
        command.Add(address);
        command.Validators.Add(result =>
        {
            if (IsGiven(result, data) && IsGiven(result, address))
                result.AddError("Give --data or --address, not both.");
        });
    }

    /// <summary>The gateway to ask; null where a data folder is read.</summary>
    /// <exception cref="UsageException">The environment variable is no address.</exception>
    public Uri? AddressOf(ParseResult parsed)
    {
        if (parsed.GetValue(address) is { } given)
            return given;
        if (IsGiven(parsed.CommandResult, data) || Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text)
            return null;
        return TryParse(text, out var uri) ? uri : throw new UsageException($"{Variable} is '{text}', which is not an address such as http://localhost:8081.");
    }

    public DataFolder FolderOf(ParseResult parsed) => CommonOptions.Existing(parsed.GetValue(data)!);

    public ILookup Open(ParseResult parsed) => AddressOf(parsed) is { } running ? new GatewayLookup(running) : new FolderLookup(FolderOf(parsed));

    private static bool TryParse(string text, out Uri? uri) => Uri.TryCreate(text, UriKind.Absolute, out uri) && uri.Scheme is "http" or "https";

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
