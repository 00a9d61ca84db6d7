using PimSim.Bits;

namespace PimSim.Driver;

/// <summary>Elements of the patch under an output position, in the order kernel row, kernel column, input channel of the group.</summary>
internal static class PatchReader
{
    /// <summary>Packs the patch's bits; outside the image stands <paramref name="padBit"/>.</summary>
    public static void Bits(LayerShape shape, PackedImages input, int image, int group, int position, bool padBit, Span<ulong> words)
    {
        words.Clear();
        for (int k = 0; k < shape.PatchElements; k++)
        {
            (int y, int x, int c) = Place(shape, group, position, k);
            bool inside = y >= 0 && y < shape.Height && x >= 0 && x < shape.Width;
            if (inside ? input.Get(image, y, x, c) : padBit)
            {
                words[k / 64] |= 1UL << (k % 64);
            }
        }
    }

    /// <summary>Element <paramref name="k"/> as a number; outside the image <paramref name="pad"/>.</summary>
    public static float Number(LayerShape shape, Activations input, int image, int position, int k, float pad)
    {
        (int y, int x, int c) = Place(shape, 0, position, k);
        return y >= 0 && y < shape.Height && x >= 0 && x < shape.Width ? input.Number(image, y, x, c) : pad;
    }

    private static (int Y, int X, int C) Place(LayerShape s, int group, int position, int k)
    {
        int channel = k % s.GroupChannels;
        int tap = k / s.GroupChannels;
        int y = (position / s.OutWidth * s.Stride) - s.Padding + (tap / s.KernelWidth);
        int x = (position % s.OutWidth * s.Stride) - s.Padding + (tap % s.KernelWidth);
        return (y, x, (group * s.GroupChannels) + channel);
    }
}
