using PimSim.Core;

namespace PimSim.Training;

/// <summary>The order of the training images in an epoch.</summary>
internal static class EpochOrder
{
    private const ulong FirstStream = 0x5348_0000;

    /// <summary>A permutation of 0 .. count - 1, each epoch's its own.</summary>
    public static int[] Shuffled(ulong seed, int epoch, int count)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        PhiloxStream stream = new(seed, FirstStream + (ulong)epoch);
        stream.Shuffle<int>(order);
        return order;
    }
}
