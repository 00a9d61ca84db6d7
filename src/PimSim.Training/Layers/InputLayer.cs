using PimSim.Bnn;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>Encodes the pixels of a batch into the first layer's input.</summary>
internal sealed class InputLayer
{
    private readonly float[][] tables;
    private readonly ActivationBuffer output;
    private readonly ImageAugmentation? augmentation;

    /// <param name="encoding">From pixels to numbers.</param>
    /// <param name="output">Where to.</param>
    /// <param name="augmentation">Changes the images, or null.</param>
    public InputLayer(InputEncoding encoding, ActivationBuffer output, ImageAugmentation? augmentation)
    {
        this.augmentation = augmentation;
        this.output = output;
        tables = new float[encoding.Channels][];
        for (int c = 0; c < tables.Length; c++)
        {
            tables[c] = encoding.Table(c);
        }
    }

    /// <summary>Image i of the batch is image <c>order[i]</c> of the set.</summary>
    public void Load<TScratch>(ImageDataSet images, ReadOnlyMemory<int> order, int epoch, WorkerTeam<TScratch> team) =>
        team.Run(ImageBlocks.Count(order.Length), (block, _) =>
        {
            (int first, int end) = ImageBlocks.Range(block, order.Length);
            byte[] changed = augmentation is null ? [] : new byte[images.ImageBytes];
            for (int i = first; i < end; i++)
            {
                int image = order.Span[i];
                augmentation?.Apply(images.Image(image), epoch, image, changed);
                Encode(augmentation is null ? images.Image(image) : changed, i);
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
