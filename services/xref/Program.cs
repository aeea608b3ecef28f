using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Xref;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(XrefRegistration.Name);
builder.AddXref();
await builder.Build().MapServiceDefaults().RunAsync();
