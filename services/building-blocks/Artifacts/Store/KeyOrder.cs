using System.Text;

namespace SpotifyPlatform.Artifacts.Store;

/// <summary>The order of UTF-8 bytes, which is the order of code points and differs from that of UTF-16 behind U+D7FF.</summary>
internal sealed class KeyOrder : IComparer<string>
{
    public static KeyOrder Instance { get; } = new();

    public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
}
