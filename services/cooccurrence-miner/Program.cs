using SpotifyPlatform.CooccurrenceMiner;
using SpotifyPlatform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(CooccurrenceMinerRegistration.Name);
builder.AddCooccurrenceMiner();
await builder.Build().MapServiceDefaults().RunAsync();
