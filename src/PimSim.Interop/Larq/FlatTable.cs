namespace PimSim.Interop;

/// <summary>A table of a flatbuffer: fields by number, each absent or at an offset that the table's own index gives.</summary>
internal readonly struct FlatTable
{
    private readonly FlatBuffer buffer;
    private readonly long start;
    private readonly long index;

    /// <summary>The table at a place.</summary>
    public FlatTable(FlatBuffer buffer, long start)
    {
        (this.buffer, this.start) = (buffer, start);
        this.index = start - buffer.Int32(start);
    }

    /// <summary>A number of one byte.</summary>
    public byte Byte(int field, byte fallback) => Find(field) is { } at ? this.buffer.At(at, 1)[0] : fallback;

    /// <summary>A signed number of 32 bits.</summary>
    public int Int32(int field, int fallback) => Find(field) is { } at ? this.buffer.Int32(at) : fallback;

    /// <summary>A number of single precision.</summary>
    public float Single(int field, float fallback) => Find(field) is { } at ? BitConverter.Int32BitsToSingle(this.buffer.Int32(at)) : fallback;

    /// <summary>A text, empty when absent.</summary>
    public string Text(int field) => Find(field) is { } at ? this.buffer.Text(this.buffer.Follow(at)) : "";

    /// <summary>A table, or null when absent.</summary>
    public FlatTable? Table(int field) => Find(field) is { } at ? new FlatTable(this.buffer, this.buffer.Follow(at)) : null;

    /// <summary>A vector of tables, empty when absent.</summary>
    public FlatTable[] Tables(int field)
    {
        (long vector, int length) = Vector(field, sizeof(uint));
        FlatTable[] tables = new FlatTable[length];
        for (int i = 0; i < length; i++)
        {
            tables[i] = new FlatTable(this.buffer, this.buffer.Follow(vector + sizeof(uint) + ((long)i * sizeof(uint))));
        }

        return tables;
    }

    /// <summary>A vector of signed numbers of 32 bits, empty when absent.</summary>
    public int[] Int32s(int field)
    {
        (long vector, int length) = Vector(field, sizeof(int));
        int[] values = new int[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = this.buffer.Int32(vector + sizeof(uint) + ((long)i * sizeof(int)));
        }

        return values;
    }

    /// <summary>A vector of bytes, empty when absent; a part of the file, not a copy.</summary>
    public ReadOnlyMemory<byte> Bytes(int field)
    {
        (long vector, int length) = Vector(field, 1);
        return length == 0 ? default : this.buffer.Content.Slice((int)vector + sizeof(uint), length);
    }

    /// <summary>Whether a field is there.</summary>
    public bool Has(int field) => Find(field) is not null;

    private (long Vector, int Length) Vector(int field, int elementBytes)
    {
        if (Find(field) is not { } at)
        {
            return (0, 0);
        }

        long vector = this.buffer.Follow(at);
        return (vector, this.buffer.Length(vector, elementBytes));
    }

    /// <summary>The index starts with its own size and the table's, then has a 16-bit offset for each field, 0 for absent.</summary>
    private long? Find(int field)
    {
        int entry = (2 + field) * sizeof(ushort);
        int offset = entry + sizeof(ushort) <= this.buffer.UInt16(this.index) ? this.buffer.UInt16(this.index + entry) : 0;
        return offset == 0 ? null : this.start + offset;
    }
}
