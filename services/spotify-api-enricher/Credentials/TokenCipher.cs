using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.SpotifyApiEnricher.Credentials;

/// <summary>Encrypts refresh tokens with AES-256-GCM; the account is authenticated, so that a token cannot be moved to another account's row.</summary>
internal sealed class TokenCipher(IOptions<SpotifyApiEnricherOptions> options)
{
    private const int KeyBytes = 32;
    private const string DefaultKeyFile = "spotify-token.key";

    private static readonly int NonceBytes = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagBytes = AesGcm.TagByteSizes.MaxSize;

    private readonly Lock reading = new();
    private byte[]? key;

    private string KeyFile => options.Value.TokenKeyFile.Length > 0 ? options.Value.TokenKeyFile : Path.Combine(options.Value.DataFolder, DefaultKeyFile);

    public byte[] Encrypt(string account, string token)
    {
        var plain = Encoding.UTF8.GetBytes(token);
        var result = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = result.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(Key(), TagBytes);
        aes.Encrypt(nonce, plain, result.AsSpan(NonceBytes + TagBytes), result.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(account));
        return result;
    }

    /// <exception cref="SpotifyAuthenticationException">The token was encrypted with another key, or its row is damaged.</exception>
    public string Decrypt(string account, byte[] encrypted)
    {
        try
        {
            var plain = new byte[Math.Max(0, encrypted.Length - NonceBytes - TagBytes)];
            using var aes = new AesGcm(Key(), TagBytes);
            aes.Decrypt(
                encrypted.AsSpan(0, NonceBytes), encrypted.AsSpan(NonceBytes + TagBytes), encrypted.AsSpan(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(account));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception ex) when (ex is CryptographicException or ArgumentException)
        {
            throw new SpotifyAuthenticationException($"The refresh token of account '{account}' cannot be decrypted with {KeyFile}. Put the former key back, or log in again: platform spotify login --account {account}");
        }
    }

    private byte[] Key()
    {
        lock (reading)
            return key ??= ReadOrCreate(Path.GetFullPath(KeyFile));
    }

    private static byte[] ReadOrCreate(string path)
    {
        if (!File.Exists(path))
            Create(path);
        using var file = File.OpenRead(path);
        if (file.Length != KeyBytes)
            throw new InvalidDataException($"{path} has {file.Length} bytes; a key has {KeyBytes} random bytes. Put the key back, or delete the file and log in again.");
        var bytes = new byte[KeyBytes];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Written beside and moved without replacing: of two processes that create a key, both use the first.</summary>
    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var staged = $"{path}.{Guid.NewGuid():N}";
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(staged, create))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(staged, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(staged);
        }
    }
}
