using Spectre.Console;

namespace SpotifyPlatform.Platform.Output;

/// <summary>Configures table output: no colours and no line breaks if the output is a file or a pipe.</summary>
internal static class Terminal
{
    private const int WidthInFile = 200;

    public static void Adapt()
    {
        if (!Console.IsOutputRedirected)
            return;
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        AnsiConsole.Profile.Width = WidthInFile;
    }
}
