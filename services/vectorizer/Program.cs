using SpotifyPlatform.Engines;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Vectorizer;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(VectorizerRegistration.Name);
builder.AddEngines();
builder.AddVectorizer();
await builder.Build().MapServiceDefaults().RunAsync();
