using Microsoft.Extensions.Options;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Platform.Planning;

/// <summary>Prices and use, from the environment.</summary>
/// <param name="Of">What things cost.</param>
/// <param name="Use">What a month of serving takes.</param>
internal sealed record Prices(PriceOptions Of, ServingUse Use)
{
    /// <exception cref="OptionsValidationException">A price is unknown or no number.</exception>
    public static Prices Read()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddValidatedOptions<PriceOptions>(PriceOptions.Section);
        builder.AddValidatedOptions<ServingUse>(ServingUse.Section);
        using var services = builder.Services.BuildServiceProvider();
        return new Prices(services.GetRequiredService<IOptions<PriceOptions>>().Value, services.GetRequiredService<IOptions<ServingUse>>().Value);
    }

    public MonthlyCost Monthly(long vectors) => MonthlyCost.Of(vectors, Of, Use);
}
