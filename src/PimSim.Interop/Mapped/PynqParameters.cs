using PimSim.Core;

namespace PimSim.Interop;

/// <summary>Parameters from a folder of BNN-PYNQ, padding taken off.</summary>
/// <param name="layers">The layers of the folder, in order.</param>
internal sealed class PynqParameters(IReadOnlyList<PynqLayer> layers) : IMapParameters
{
    private int next;

    public int PaddedInputs { get; private set; }

    public MappedWeights Dense(MapDense item, MapShape input) => Trim(item.Place, item.Outputs, (int)input.Count);

    public (MappedWeights Weights, int KernelHeight, int KernelWidth) Convolution(MapConvolution item, int channels) =>
        (Trim(item.Place, outputs: 0, channels * item.KernelHeight * item.KernelWidth), item.KernelHeight, item.KernelWidth);

    public (long[] Values, int OfOutput) Thresholds(MapThresholds item, int outputs)
    {
        PynqLayer layer = layers[this.next - 1];
        return layer.ThresholdsOfRow > 0
            ? (layer.Thresholds[..(outputs * layer.ThresholdsOfRow)], layer.ThresholdsOfRow)
            : throw MapFault.Shape(item.Place, $"layer {this.next - 1} of the folder has no thresholds", "leave the thresholds out of the map, or complete the folder");
    }

    public float[] Vector(string tensor, int channels, MapPlace place) =>
        throw new InternalErrorException("maps of folders name no tensors");

    /// <summary>
    /// Padded columns have input bits 0 and weight bits 1, so that they match nowhere and the popcount is that of the others;
    /// with any other weight bit they could not be left out.
    /// </summary>
    private MappedWeights Trim(MapPlace place, int outputs, int inputs)
    {
        SignMatrix padded = layers[this.next].Signs;
        int rows = outputs == 0 ? padded.Rows : outputs;
        if (rows > padded.Rows || inputs > padded.Columns)
        {
            throw MapFault.Shape(place, $"layer {this.next} of the folder has {padded.Rows} rows of {padded.Columns} columns; {rows} outputs of {inputs} inputs are needed", "correct the folding, 'outputs', or the layer before");
        }

        PaddedInputs = padded.Columns - inputs;
        SignMatrix signs = new(rows, inputs);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < padded.Columns; column++)
            {
                if (column < inputs)
                {
                    signs[row, column] = padded[row, column];
                }
                else if (!padded[row, column])
                {
                    throw MapFault.At(place, "PIM1034", $"layer {this.next} of the folder has a padded weight of -1 in row {row}, column {column}; only {inputs} inputs come from the layer before", "correct the folding or the layer before: padded weights are +1");
                }
            }
        }

        this.next++;
        return new MappedWeights(rows, inputs, signs, Reals: null, Scales: null);
    }
}
