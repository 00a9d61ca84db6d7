namespace PimSim.Bits;

/// <summary>Memory of one thread for <see cref="ConvolutionGradients"/> of any sizes: grows to the largest it meets.</summary>
public sealed class GradientScratch
{
    private ListEntry[] windowLists = [];
    private AlignedFloats quads = new(0);
    private ListEntry[] pairs = [];
    private int[] leftBytes = [];
    private ListRange[] ranges = [];
    private byte[] lists = [];

    /// <summary>A list for each output: what each window passes on, and from where.</summary>
    internal ListEntry[] WindowLists(int length) => AtLeast(ref this.windowLists, length);

    /// <summary>Pairs of windows, see <see cref="PairRecords"/>.</summary>
    internal ListEntry[] Pairs(int length) => AtLeast(ref this.pairs, length);

    /// <summary>Bytes of their entries that go to the left column of their window.</summary>
    internal int[] LeftBytes(int length) => AtLeast(ref this.leftBytes, length);

    /// <summary>Where the lists of columns begin and end.</summary>
    internal ListRange[] Ranges(int length) => AtLeast(ref this.ranges, length);

    /// <summary>Room of these lists, in bytes.</summary>
    internal byte[] Lists(int length) => AtLeast(ref this.lists, length);

    /// <summary>Four values for each value of an image.</summary>
    internal Span<float> Quads(int length)
    {
        if (this.quads.Length < length)
        {
            this.quads = new AlignedFloats(length);
        }

        return this.quads.Slice(0, length);
    }

    private static T[] AtLeast<T>(ref T[] memory, int length)
    {
        if (memory.Length < length)
        {
            memory = new T[length];
        }

        return memory;
    }
}
