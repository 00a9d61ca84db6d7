using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>The weights of a layer: each row is one scale times signs.</summary>
/// <param name="Weights">The signs.</param>
/// <param name="Scale">What a row's whole number is multiplied with.</param>
/// <param name="Offset">What is added: the offsets of the inputs, seen through the row.</param>
internal sealed record LayerRows(BinarizedWeights Weights, Surd[] Scale, Surd[] Offset)
{
    /// <summary>Takes rows apart.</summary>
    /// <param name="node">The node.</param>
    /// <param name="weights">The constant.</param>
    /// <param name="rows">Outputs.</param>
    /// <param name="columns">Inputs of an output.</param>
    /// <param name="elementOf">The element of a row and column, in the network's order.</param>
    /// <param name="channelOf">The input channel of a row and column.</param>
    /// <param name="input">The input.</param>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1124: a row is not of one magnitude.</exception>
    public static LayerRows Of(OnnxNode node, OnnxConstant weights, int rows, int columns, Func<int, int, int> elementOf, Func<int, int, int> channelOf, LayerInput input)
    {
        int count = checked(rows * columns);
        ulong[] bits = new ulong[(count + 63) / 64];
        Surd[] scale = new Surd[rows];
        Surd[] offset = new Surd[rows];
        int[] sums = new int[input.Signs.Length];
        for (int row = 0; row < rows; row++)
        {
            Surd first = weights[elementOf(row, 0)];
            Surd high = first.Sign < 0 ? -first : first;
            Surd low = -high;
            Array.Clear(sums);
            for (int column = 0; column < columns; column++)
            {
                Surd weight = weights[elementOf(row, column)];
                bool isHigh = weight.Equals(high);
                if (!isHigh && !weight.Equals(low))
                {
                    throw ImportFault.Of(
                        "PIM1124", node, $"has the weights {first} and {weight} in row {row}, which are not +-one number", "quantize the weights to 1 bit (BipolarQuant), with one scale for an output at most");
                }

                int channel = channelOf(row, column);
                sums[channel] += isHigh ? 1 : -1;
                if (isHigh != input.Signs[channel] > 0)
                {
                    int at = (row * columns) + column;
                    bits[at / 64] |= 1UL << (at % 64);
                }
            }

            scale[row] = high * input.Scale;
            offset[row] = Sum(sums, input.Offset) * high;
        }

        return new LayerRows(new BinarizedWeights(bits, count, 1f), scale, offset);
    }

    private static Surd Sum(int[] counts, Surd[] offsets)
    {
        Surd sum = Surd.Zero;
        for (int c = 0; c < counts.Length; c++)
        {
            sum = counts[c] == 0 || offsets[c].Sign == 0 ? sum : sum + (offsets[c] * counts[c]);
        }

        return sum;
    }
}
