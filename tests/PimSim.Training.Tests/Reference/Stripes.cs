using PimSim.Core;
using PimSim.Data;

namespace PimSim.Training.Tests;

/// <summary>A small task: 8 x 8 images of horizontal, vertical or diagonal stripes with noise.</summary>
internal static class Stripes
{
    public const int Side = 8;

    public static ImageDataSet Make(int count, ulong seed)
    {
        PhiloxStream random = new(seed, 1);
        byte[] pixels = new byte[count * Side * Side];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = (byte)random.NextInt(3);
            int phase = random.NextInt(4);
            for (int p = 0; p < Side * Side; p++)
            {
                (int y, int x) = (p / Side, p % Side);
                int along = labels[i] switch { 0 => y, 1 => x, _ => x + y };
                int bright = ((along + phase) & 2) == 0 ? 60 : 150;
                pixels[(i * Side * Side) + p] = (byte)(bright + random.NextInt(100));
            }
        }

        return new ImageDataSet("stripes", Side, Side, 1, ["horizontal", "vertical", "diagonal"], pixels, labels);
    }

    public static NetworkTemplate Template => new()
    {
        Name = "stripes",
        Input = new Bnn.InputEncoding { Height = Side, Width = Side, Channels = 1, Mean = [0.6], Deviation = [0.2] },
        Classes = ["horizontal", "vertical", "diagonal"],
        Blocks =
        [
            new BlockTemplate { OutChannels = 19, Binary = false },
            new BlockTemplate { OutChannels = 33, Binary = true, PoolSize = 1, PaddingValue = Bnn.PaddingValue.MinusOne },
            new BlockTemplate { OutChannels = 16, Binary = true },
        ],
    };
}
