namespace PimSim.Driver;

/// <summary>A real layer on the host, position by position: the same chains as the SIMD unit.</summary>
internal static class NaiveReal
{
    public static void Run(RealOperation operation, Activations input, Activations output, int count)
    {
        LayerShape s = operation.Shape;
        float[] values = new float[s.WindowPositions];
        for (int i = 0; i < count * s.Windows * s.OutChannels; i++)
        {
            int channel = i % s.OutChannels;
            int window = i / s.OutChannels % s.Windows;
            int image = i / s.OutChannels / s.Windows;
            for (int p = 0; p < values.Length; p++)
            {
                float sum = Sum(operation, input, image, s.Position(window, p), channel);
                values[p] = operation.PoolAfterCompare && operation.Limits is not null ? Decide(operation, channel, sum) : sum;
            }

            float best = values[0];
            foreach (float v in values)
            {
                best = v > best ? v : best;
            }

            if (operation.Limits is null)
            {
                output.Image(image)[(window * s.OutChannels) + channel] = best;
            }
            else
            {
                float decided = operation.PoolAfterCompare ? best : Decide(operation, channel, best);
                output.Bits!.Set(image, window / s.PooledWidth, window % s.PooledWidth, channel, decided < 0);
            }
        }
    }

    private static float Sum(RealOperation operation, Activations input, int image, int position, int channel)
    {
        int elements = operation.Shape.PatchElements;
        float sum = 0f;
        for (int k = 0; k < elements; k++)
        {
            float x = PatchReader.Number(operation.Shape, input, image, position, k, operation.PadValue);
            sum = MathF.FusedMultiplyAdd(operation.Weights[(channel * elements) + k], x, sum);
        }

        return operation.Bias is null ? sum : sum + operation.Bias[channel];
    }

    private static float Decide(RealOperation operation, int channel, float value)
    {
        RealLimit limit = operation.Limits![channel];
        return value >= limit.Limit != limit.Inverted ? 1f : -1f;
    }
}
