namespace PimSim.Driver;

/// <summary>Gradients of a block's pooled results, on the host, and which position of each window takes them.</summary>
internal sealed class OutputGradients
{
    private readonly LayerShape shape;
    private readonly float[] gradients;
    private readonly int[] places;

    public OutputGradients(LayerShape shape, int images)
    {
        this.shape = shape;
        gradients = new float[images * shape.Windows * shape.OutChannels];
        places = new int[gradients.Length];
    }

    public void SetGradient(int image, int window, int channel, float value) => gradients[Index(image, window, channel)] = value;

    public void SetPlace(int image, int window, int channel, int place) => places[Index(image, window, channel)] = place;

    /// <summary>The gradient of an output position: 0 where another one of its window takes it, or no window has it.</summary>
    public float At(int image, int y, int x, int channel)
    {
        (int wy, int wx) = (y / shape.PoolSize, x / shape.PoolSize);
        if (wy >= shape.PooledHeight || wx >= shape.PooledWidth)
        {
            return 0;
        }

        int index = Index(image, (wy * shape.PooledWidth) + wx, channel);
        return places[index] == (y % shape.PoolSize * shape.PoolSize) + (x % shape.PoolSize) ? gradients[index] : 0;
    }

    private int Index(int image, int window, int channel) => (((image * shape.Windows) + window) * shape.OutChannels) + channel;
}
