using System.Globalization;
using SpotifyPlatform.Storage.Vectors.CrashWriter;

// Writes step after step, merging all the time, and prints a step's number when the index has acknowledged it, until it is killed.
// Arguments: the folder, the first step.
return await Steps.WriteAsync(args[0], int.Parse(args[1], CultureInfo.InvariantCulture));
