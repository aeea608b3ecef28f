using SpotifyPlatform.Acquirer;
using SpotifyPlatform.ServiceDefaults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults("acquirer");
builder.AddAcquirer();

var app = builder.Build();
app.MapServiceDefaults();
await app.RunAsync();
