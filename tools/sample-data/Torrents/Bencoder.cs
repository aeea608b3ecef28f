using System.Globalization;
using System.Text;

namespace SpotifyPlatform.SampleData.Torrents;

/// <summary>Writes bencode: long, string, byte[], lists, and dictionaries with keys of Latin-1 characters that stand for bytes.</summary>
internal static class Bencoder
{
    public static byte[] Encode(object value)
    {
        using var output = new MemoryStream();
        Write(value, output);
        return output.ToArray();
    }

    private static void Write(object value, MemoryStream output)
    {
        switch (value)
        {
            case long number:
                output.Write(Encoding.ASCII.GetBytes($"i{number.ToString(CultureInfo.InvariantCulture)}e"));
                break;
            case string text:
                WriteBytes(Encoding.UTF8.GetBytes(text), output);
                break;
            case byte[] bytes:
                WriteBytes(bytes, output);
                break;
            case IEnumerable<object> list:
                output.WriteByte((byte)'l');
                foreach (var item in list)
                    Write(item, output);
                output.WriteByte((byte)'e');
                break;
            case Dictionary<string, object> dictionary:
                output.WriteByte((byte)'d');
                foreach (var (key, item) in dictionary.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                {
                    WriteBytes(Encoding.Latin1.GetBytes(key), output);
                    Write(item, output);
                }

                output.WriteByte((byte)'e');
                break;
            default:
                throw new ArgumentException($"{value.GetType()} has no bencode.", nameof(value));
        }
    }

    private static void WriteBytes(byte[] bytes, MemoryStream output)
    {
        output.Write(Encoding.ASCII.GetBytes($"{bytes.Length.ToString(CultureInfo.InvariantCulture)}:"));
        output.Write(bytes);
    }
}
