namespace PimSim.Bits;

/// <summary>Memory of one thread for <see cref="ConvolutionGradients"/> of any sizes: grows to the largest it meets.</summary>
public sealed class GradientScratch
{
    private ListEntry[] windowLists = [];
    private AlignedFloats quads = new(0);

    /// <summary>A list for each output: what each window passes on, and from where.</summary>
    internal ListEntry[] WindowLists(int length)
    {
        if (this.windowLists.Length < length)
        {
            this.windowLists = new ListEntry[length];
        }

        return this.windowLists;
    }

    /// <summary>Four values for each value of an image.</summary>
    internal Span<float> Quads(int length)
    {
        if (this.quads.Length < length)
        {
            this.quads = new AlignedFloats(length);
        }

        return this.quads.Slice(0, length);
    }
}
