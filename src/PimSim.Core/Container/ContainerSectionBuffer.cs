namespace PimSim.Core;

/// <summary>Memory for one section of a container after another, so that reading a long file allocates nothing more.</summary>
public sealed class ContainerSectionBuffer
{
    private byte[] stored = [];
    private byte[]? unpacked;
    private int length;

    /// <summary>What the section is, by the numbers of the format.</summary>
    public uint Id { get; private set; }

    /// <summary>The uncompressed bytes, verified; valid until the next section is read.</summary>
    public ReadOnlySpan<byte> Bytes => (unpacked ?? stored).AsSpan(0, length);

    /// <summary>Memory that sections which are stored as they are are read into.</summary>
    internal ref byte[] Stored => ref this.stored;

    /// <summary>Takes a section that lies in <see cref="Stored"/>.</summary>
    internal void SetStored(uint id, int bytes) => (Id, unpacked, length) = (id, null, bytes);

    /// <summary>Takes a section that was unpacked.</summary>
    internal void SetUnpacked(uint id, byte[] bytes) => (Id, unpacked, length) = (id, bytes, bytes.Length);
}
