using PimSim.Bnn;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>Encodes the pixels of a batch into the first layer's input.</summary>
internal sealed class InputLayer
{
    private readonly float[][] tables;
    private readonly ActivationBuffer output;

    public InputLayer(InputEncoding encoding, ActivationBuffer output)
    {
        this.output = output;
        tables = new float[encoding.Channels][];
        for (int c = 0; c < tables.Length; c++)
        {
            tables[c] = encoding.Table(c);
        }
    }

    /// <summary>Image i of the batch is image <c>order[i]</c> of the set.</summary>
    public void Load(ImageDataSet images, ReadOnlyMemory<int> order, WorkerTeam<BlockScratch> team) =>
        team.Run(ImageBlocks.Count(order.Length), (block, _) =>
        {
            (int first, int end) = ImageBlocks.Range(block, order.Length);
            for (int i = first; i < end; i++)
            {
                Encode(images.Image(order.Span[i]), i);
            }
        });

    private void Encode(ReadOnlySpan<byte> pixels, int image)
    {
        for (int y = 0; y < this.output.Height; y++)
        {
            Span<float> row = this.output.Row(image, y);
            ReadOnlySpan<byte> source = pixels.Slice(y * row.Length, row.Length);
            for (int c = 0; c < tables.Length; c++)
            {
                float[] table = tables[c];
                for (int i = c; i < row.Length; i += tables.Length)
                {
                    row[i] = table[source[i]];
                }
            }
        }
    }
}
