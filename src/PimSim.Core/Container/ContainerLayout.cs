namespace PimSim.Core;

/// <summary>Offsets and sizes of the container, drawn at the top of <see cref="ContainerWriter"/>.</summary>
internal static class ContainerLayout
{
    public const int HeadBytes = 40;
    public const int HeadFormat = 8;
    public const int HeadVersion = 12;
    public const int HeadLength = 16;
    public const int HeadHash = 20;
    public const int HeadCrc = 36;

    public const int PrefixBytes = 48;
    public const int PrefixPacking = 4;
    public const int PrefixStoredLength = 8;
    public const int PrefixLength = 16;
    public const int PrefixHash = 24;
    public const int PrefixStoredCrc = 40;
    public const int PrefixCrc = 44;

    public const uint EndId = uint.MaxValue;
    public const uint PackingNone = 0;
    public const uint PackingLz4 = 1;

    // As in PNG: a byte above 127, the name, and line ends that a text transfer would change.
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'P', (byte)'I', (byte)'M', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];
}
