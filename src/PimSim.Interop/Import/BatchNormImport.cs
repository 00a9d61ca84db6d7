namespace PimSim.Interop;

/// <summary>BatchNormalization with stored statistics, as an exact factor and term.</summary>
internal static class BatchNormImport
{
    /// <summary>The normalized value.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1122: parameters. PIM1128: training mode. PIM1130: variance + epsilon is not above 0.</exception>
    public static Activation Apply(OnnxNode node, Activation value, OnnxConstant?[] operands)
    {
        if (node.Attribute("training_mode", 0L) != 0)
        {
            throw ImportFault.Setting(node, "is in training mode", "export the network in evaluation mode");
        }

        if (operands.Length < 5 || value.Shape.Length < 2 || operands.Skip(1).Take(4).Any(o => o is not { Shape.Length: 1 } || o.Count != value.Shape[1]))
        {
            throw ImportFault.Operand(node, $"needs four constants of a number for each channel of [{string.Join(", ", value.Shape)}]");
        }

        int[] shape = [value.Shape[1], .. Enumerable.Repeat(1, value.Shape.Length - 2)];
        Surd[][] parameters = [.. operands.Skip(1).Take(4).Select(o => value.PerChannel(node, o!.Reshaped(shape)))];
        (Surd[] gamma, Surd[] beta, Surd[] mean, Surd[] variance) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        Surd epsilon = Surd.From(node.Attribute("epsilon", 1e-5f));
        Surd[] factor = new Surd[gamma.Length];
        Surd[] term = new Surd[gamma.Length];
        for (int c = 0; c < factor.Length; c++)
        {
            Surd spread = variance[c] + epsilon;
            if (spread.Sign <= 0 || spread.Fraction is not { } square)
            {
                throw ImportFault.Number(node, $"a variance and epsilon of {spread} in channel {c}");
            }

            factor[c] = gamma[c] / Surd.Sqrt(square);
            term[c] = beta[c] - (mean[c] * factor[c]);
        }

        return value.Affine(factor, term);
    }
}
